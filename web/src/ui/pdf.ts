import type { PDFDocumentProxy } from 'pdfjs-dist'

// Its worker, decoders of scans, character maps for texts whose fonts are not embedded, and the standard fonts.
const files: Readonly<Record<string, string>> = import.meta.glob<string>(
  [
    '../../../node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs',
    '../../../node_modules/pdfjs-dist/wasm/*_nowasm_fallback.js',
    '../../../node_modules/pdfjs-dist/cmaps/{Adobe-,B5,ETen,GB,HK,Uni}*.bcmap',
    '../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
  ],
  { query: '?url', import: 'default', eager: true },
)
const addresses = new Map(
  Object.entries(files).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]),
)

function addressOf(name: string): string {
  const address = addresses.get(name)
  if (!address) throw new Error(`pdf.js has no ${name} here`)
  return new URL(address, document.baseURI).href
}

/** Finds what pdf.js asks for by name among our own hashed files. */
class OwnFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const decoder = kind === 'wasmUrl'
    const name = decoder ? filename.replace('.wasm', '_nowasm_fallback.js') : filename
    // The worker loads it as a script: see pdf-worker.ts.
    if (decoder) return new TextEncoder().encode(addressOf(name))
    const response = await fetch(addressOf(name))
    if (!response.ok) throw new Error(`${name} could not be fetched`)
    return new Uint8Array(await response.arrayBuffer())
  }
}

export interface OpenPdf {
  pdf: PDFDocumentProxy
  close: () => void
}

/**
 * Opens a PDF from its bytes, which it takes over, in a worker of its own. Throws where the file is
 * damaged or encrypted, or where the browser cannot run pdf.js.
 */
export async function openPdf(data: ArrayBuffer): Promise<OpenPdf> {
  const [{ getDocument, PDFWorker }, port] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    startWorker(),
  ])
  const task = getDocument({
    data,
    worker: PDFWorker.create({ port }),
    BinaryDataFactory: OwnFiles,
    useWorkerFetch: false,
    // They only say that the files are there: OwnFiles finds them.
    cMapUrl: '/',
    standardFontDataUrl: '/',
    wasmUrl: '/',
  })
  const close = () => void task.destroy().finally(() => port.terminate())
  try {
    return { pdf: await task.promise, close }
  } catch (error) {
    close()
    throw error
  }
}

async function startWorker(): Promise<Worker> {
  const { default: PdfWorker } = await import('./pdf-worker.ts?worker')
  const port = new PdfWorker()
  return new Promise((ready, failed) => {
    port.addEventListener('message', () => ready(port), { once: true })
    // A worker that cannot import says so by a rejection that nobody hears: it has ten seconds.
    const timer = setTimeout(() => failed(new Error('the worker did not start')), 10_000)
    port.addEventListener('message', () => clearTimeout(timer), { once: true })
    port.addEventListener('error', () => failed(new Error('the worker did not load')))
    port.postMessage(addressOf('pdf.worker.min.mjs'))
  })
}
