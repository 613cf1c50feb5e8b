/**
 * Numbers that pass every check and belong to nobody: identity numbers under 440000, which no person
 * has (they name a county), and credit codes whose subject says DEM for demonstration.
 */

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A resident identity number (GB 11643) for a birth date `YYYY-MM-DD` and a sequence; odd is male. */
export function inventedIdentityNumber(birthDate: string, sequence: number): string {
  const body = `440000${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  const sum = idWeights.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return body + '10X98765432'.charAt(sum % 11)
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** A unified social credit code (GB 32100) in a region: `kind` is its first two characters. */
export function inventedCreditCode(kind: string, regionCode: string, sequence: number): string {
  const subject = `DEM${String(sequence).padStart(5, '0')}`
  // GB 11714's own check character of the eight before it, so that no warning is raised either.
  const inner = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (total, weight, at) => total + weight * Number.parseInt(subject.charAt(at), 36),
    0,
  )
  const body = `${kind}${regionCode}${subject}${'0123456789X0'.charAt(11 - (inner % 11))}`
  const sum = creditWeights.reduce(
    (total, weight, at) => total + weight * creditAlphabet.indexOf(body.charAt(at)),
    0,
  )
  return body + creditAlphabet.charAt((31 - (sum % 31)) % 31)
}
