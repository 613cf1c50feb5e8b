import { toast } from './toast.tsx'

/** Puts the text on the clipboard and says so by its name; where the browser forbids it, how to go on. */
export async function copyText(name: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast(`已复制${name}`)
  } catch {
    toast('浏览器不允许复制，请选中后自行复制', 'error')
  }
}
