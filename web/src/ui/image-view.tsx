import { useEffect, useRef } from 'react'
import type { ViewState } from './view-state.ts'

export interface ImageViewProps {
  data: Blob
  name: string
  view: ViewState
  /** The browser cannot draw it. */
  fail: () => void
}

// Enough for 300 % on a wide screen; a photo of a phone has more than a canvas should hold.
const longestPixels = 4096

/** A picture, drawn so that a turn changes its box and not only its look. */
export function ImageView({ data, name, view, fail }: ImageViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { turns } = view
  useEffect(() => {
    const address = URL.createObjectURL(data)
    const image = new Image()
    image.addEventListener('load', () => canvas.current && draw(canvas.current, image, turns))
    image.addEventListener('error', fail)
    image.src = address
    return () => {
      image.removeEventListener('error', fail)
      URL.revokeObjectURL(address)
    }
  }, [data, turns, fail])
  return <canvas ref={canvas} className="viewer-page" role="img" aria-label={name} />
}

function draw(canvas: HTMLCanvasElement, image: HTMLImageElement, turns: number): void {
  const scale = Math.min(1, longestPixels / Math.max(image.naturalWidth, image.naturalHeight))
  const width = Math.round(image.naturalWidth * scale)
  const height = Math.round(image.naturalHeight * scale)
  const lying = turns % 2 === 1
  canvas.width = lying ? height : width
  canvas.height = lying ? width : height
  const context = canvas.getContext('2d')
  if (!context) return
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((turns * Math.PI) / 2)
  context.drawImage(image, -width / 2, -height / 2, width, height)
}
