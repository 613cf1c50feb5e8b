import type { PDFDocumentProxy } from 'pdfjs-dist'

// Character maps for texts whose fonts are not embedded, and the fonts that need not be.
const files: Readonly<Record<string, string>> = import.meta.glob<string>(
  [
    '../../../node_modules/pdfjs-dist/cmaps/{Adobe-,B5,ETen,GB,HK,Uni}*.bcmap',
    '../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
  ],
  { query: '?url', import: 'default', eager: true },
)
const addresses = new Map(
  Object.entries(files).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]),
)

/** Finds what pdf.js asks for by name among our own hashed files; decoders are sent by name alone. */
class OwnFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind === 'wasmUrl') return new TextEncoder().encode(filename)
    const address = addresses.get(filename)
    if (!address) throw new Error(`pdf.js has no ${filename} here`)
    const response = await fetch(address)
    if (!response.ok) throw new Error(`${filename} could not be fetched`)
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
  const [{ getDocument, PDFWorker }, { default: Worker }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('./pdf-worker.ts?worker'),
  ])
  const port = new Worker()
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
