import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { createGate } from './gate.ts'

export { Busy } from './gate.ts'

// OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane. Argon2id is the
// library's default; its enum is a const enum, which cannot be imported under verbatimModuleSyntax.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// A hash of a random text that nobody kept, made with the same cost.
const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$zJQGSRWHPDFA+S2XybDquQ$8j7nWOcXn0VyspYCjMcaoU1TUYxLf25f9EdN1vEP4G0'

const gate = createGate(availableParallelism(), 64)

/** The password's Argon2id hash with a fresh salt, as a PHC string. Throws Busy. */
export function hashPassword(password: string): Promise<string> {
  return gate(() => hash(password, cost))
}

/** Whether the password made the hash. Throws Busy, and plainly for what is not a hash. */
export function verifyPassword(hashed: string, password: string): Promise<boolean> {
  return gate(() => verify(hashed, password))
}

/** Always false, after the time of a real check: for accounts that do not exist. Throws Busy. */
export async function burn(password: string): Promise<false> {
  await gate(() => verify(dummyHash, password))
  return false
}

/** How many checks and hashes wait for a core. */
export const passwordsWaiting = () => gate.waiting()
