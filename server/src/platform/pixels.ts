/** More than the cameras of phones make; beyond it a few kilobytes can ask for gigabytes of memory. */
const mostPixels = 250_000_000

/** Whether an image of this machine can be shown: its head can be read, and it is no flood of pixels. */
export async function isShowable(path: string): Promise<boolean> {
  const { default: sharp } = await import('sharp')
  try {
    // The head alone: no pixel is unpacked.
    const { width, height } = await sharp(path, { limitInputPixels: false }).metadata()
    return width * height <= mostPixels
  } catch {
    return false
  }
}
