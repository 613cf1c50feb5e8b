// The worker that pdf.js runs in. pdf.js decodes scans (JPEG 2000, JBIG2, fax) by WebAssembly, which
// our content security policy does not let run. It ships the same decoders as plain scripts too, but
// looks for them under a fixed address that a bundle does not have. So they take the place of
// WebAssembly here: the page sends a decoder's address where its bytes would be.
async function instantiate(address: BufferSource, imports: unknown) {
  const decoder: unknown = await import(/* @vite-ignore */ new TextDecoder().decode(address))
  const run: unknown = Reflect.get(Object(decoder), 'default')
  if (typeof run !== 'function') throw new Error('this is no decoder')
  const exports: unknown = Reflect.apply(run, undefined, [imports])
  return { instance: { exports } }
}

Reflect.set(self, 'WebAssembly', { instantiate })

/** The first message is the address of pdf.js's own worker, which takes over from there. */
async function begin({ data }: MessageEvent<unknown>): Promise<void> {
  await import(/* @vite-ignore */ String(data))
  self.postMessage('ready')
}
self.addEventListener('message', (message) => void begin(message), { once: true })
