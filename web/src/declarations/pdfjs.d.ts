declare module 'pdfjs-dist/wasm/*' {
  const decoder: (imports: unknown) => WebAssembly.Exports
  export default decoder
}
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs'
