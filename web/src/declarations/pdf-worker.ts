// In this order: the decoders must be in their place before pdf.js begins to listen.
import './pdf-decoders.ts'
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
