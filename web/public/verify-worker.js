/* Keeps the pages of /verify, so that a QR code is checked where there is no network. What is asked of
   the server always goes there first; only the page's own files are answered from here when nothing comes. */
const shelf = 'xueshi-verify'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

/** The page that is open says which files it is made of. */
self.addEventListener('message', (event) => event.waitUntil(keep(event.data.files)))

async function keep(files) {
  const page = await fetch('/verify', { cache: 'no-cache' })
  const named = (await page.clone().text()).match(/\/assets\/[\w.-]+/g) ?? []
  // The page of another build would ask for files that are not among these: the next visit keeps it.
  if (!page.ok || !named.every((name) => files.includes(name))) return
  const kept = await caches.open(shelf)
  for (const file of files) if (!(await kept.match(file))) await kept.add(file)
  await kept.put('/verify', page)
  for (const { url } of await kept.keys()) {
    const { pathname } = new URL(url)
    if (pathname !== '/verify' && !files.includes(pathname)) await kept.delete(pathname)
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/'))
    return
  event.respondWith(fetch(request).catch(() => fromShelf(request, pathname)))
})

async function fromShelf(request, pathname) {
  const kept = await caches.open(shelf)
  const name = request.mode === 'navigate' ? '/verify' : pathname
  return (await kept.match(name, { ignoreVary: true })) ?? Response.error()
}
