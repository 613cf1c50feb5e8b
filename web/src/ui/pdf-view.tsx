import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { Skeleton } from './skeleton.tsx'
import { openPdf } from './pdf.ts'
import type { ViewState } from './view-state.ts'

export interface PdfViewProps {
  data: Blob
  view: ViewState
  fail: () => void
}

/** The pages of a PDF under each other, each drawn as it comes near. */
export default function PdfView({ data, view, fail }: PdfViewProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  useEffect(() => {
    let over = false
    let close: (() => void) | undefined
    const open = async () => {
      const opened = await openPdf(await data.arrayBuffer())
      close = opened.close
      if (over) close()
      else setPdf(opened.pdf)
    }
    open().catch(() => !over && fail())
    return () => {
      over = true
      setPdf(null)
      close?.()
    }
  }, [data, fail])
  if (!pdf) return <Skeleton lines={5} />
  return Array.from({ length: pdf.numPages }, (_, at) => (
    <PdfPage key={at} pdf={pdf} number={at + 1} view={view} />
  ))
}

function PdfPage({
  pdf,
  number,
  view,
}: {
  pdf: PDFDocumentProxy
  number: number
  view: ViewState
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // The first pages need not wait to be seen.
  const [near, setNear] = useState(number <= 2)
  const { zoom, turns } = view

  useEffect(() => {
    const element = canvas.current
    if (!element || near) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: '800px 0px',
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [near])

  useEffect(() => {
    const element = canvas.current
    if (!element || !near) return
    let stop: (() => void) | undefined
    let over = false
    const draw = async () => {
      const page = await pdf.getPage(number)
      if (over) return
      const rotation = (page.rotate + turns * 90) % 360
      const whole = page.getViewport({ scale: 1, rotation })
      const pixels = Math.min(element.clientWidth * window.devicePixelRatio, widestPixels)
      const viewport = page.getViewport({ scale: pixels / whole.width, rotation })
      element.width = Math.round(viewport.width)
      element.height = Math.round(viewport.height)
      const task = page.render({ canvas: element, viewport })
      stop = () => task.cancel()
      await task.promise
    }
    // A drawing that was cancelled rejects; the next one stands in its place.
    draw().catch(() => undefined)
    return () => {
      over = true
      stop?.()
    }
  }, [pdf, number, near, zoom, turns])

  return (
    <canvas
      ref={canvas}
      className="viewer-page"
      // An A4 page until the real one is known, so that the pages below stand where they will.
      width={595}
      height={842}
      role="img"
      aria-label={`第 ${number} 页，共 ${pdf.numPages} 页`}
    />
  )
}

const widestPixels = 3000
