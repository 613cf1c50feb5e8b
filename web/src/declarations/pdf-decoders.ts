// pdf.js decodes scans (JPEG 2000, JBIG2, fax) by WebAssembly, which our content security policy does
// not let run. It ships the same decoders as plain scripts too, but looks for them under a fixed
// address that a bundle does not have. So they take the place of WebAssembly here: the page sends a
// decoder's name where its bytes would be.
type Decoder = { default: (imports: unknown) => WebAssembly.Exports }

const decoders: Readonly<Record<string, () => Promise<Decoder>>> = {
  'jbig2.wasm': () => import('pdfjs-dist/wasm/jbig2_nowasm_fallback.js'),
  'openjpeg.wasm': () => import('pdfjs-dist/wasm/openjpeg_nowasm_fallback.js'),
}

async function instantiate(name: BufferSource, imports: unknown) {
  const load = decoders[new TextDecoder().decode(name)]
  if (!load) throw new Error('there is no such decoder')
  const { default: decoder } = await load()
  return { instance: { exports: decoder(imports) } }
}

Reflect.set(self, 'WebAssembly', Object.assign(Object.create(WebAssembly), { instantiate }))
