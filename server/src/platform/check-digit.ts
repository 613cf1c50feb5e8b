/**
 * A check digit over digits (ISO 7064 MOD 11,10): it catches a wrong digit and two that were swapped.
 */
export function checkDigit(digits: string): number {
  let product = 10
  for (const digit of digits) product = (((product + Number(digit)) % 10 || 10) * 2) % 11
  return (11 - product) % 10
}
