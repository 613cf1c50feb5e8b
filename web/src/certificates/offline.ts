import {
  readVerificationKeys,
  type FileVerification,
  VerificationKeys,
} from '@xueshi/contract/certificates'
import { checkProof, type ProofFacts, readBase64 } from '@xueshi/contract/certificates/proof'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'

const keptAs = 'xueshi.verification-keys'

/** The keys from the server, or those of the last time that it answered; null where it never did. */
export function useKeys(): VerificationKeys | null {
  const { data } = useRead(readVerificationKeys, {})
  const [kept] = useState(keptKeys)
  useEffect(() => {
    if (data) localStorage.setItem(keptAs, JSON.stringify(data))
  }, [data])
  return data ?? kept
}

function keptKeys(): VerificationKeys | null {
  try {
    return z.parse(VerificationKeys, JSON.parse(localStorage.getItem(keptAs) ?? ''))
  } catch {
    return null
  }
}

/** What this browser found out by itself; `facts` where it knows them from a proof that is right. */
export interface OwnFinding {
  file: FileVerification['file']
  demo: boolean
  facts: ProofFacts | null
}

/** Looks at the file here; null where the browser cannot, or has no keys to do it with. */
export async function lookAtFile(
  bytes: Uint8Array,
  keys: VerificationKeys | null,
): Promise<OwnFinding | null> {
  const subtle = subtleHere()
  if (!subtle || !keys) return null
  const signers = keys.signers.map(({ certificate, chain, demo }) => ({
    certificate: bytesOf(certificate),
    chain: chain.map(bytesOf),
    demo,
  }))
  const found = await checkSignedPdf(subtle, bytes, signers)
  if (found.result !== 'genuine') return { file: found.result, demo: false, facts: null }
  const [, code = '', proof = ''] = /\/verify\/([\w-]+)#(.*)$/.exec(found.location) ?? []
  return {
    file: 'genuine',
    demo: found.demo,
    facts: (await lookAtProof(code, proof, keys)) ?? null,
  }
}

/** What the proof of a QR code says; null where it is not right, undefined where it cannot be checked. */
export async function lookAtProof(
  code: string,
  proof: string,
  keys: VerificationKeys | null,
): Promise<ProofFacts | null | undefined> {
  const subtle = subtleHere()
  if (!subtle || !keys) return undefined
  const proofs = keys.proofs.map(({ id, spki }) => ({ id, spki: bytesOf(spki) }))
  return checkProof(subtle, proofs, { code, proof })
}

/** Browsers lend it to pages over https and on the machine itself alone. */
const subtleHere = (): SubtleCrypto | undefined =>
  Reflect.get(crypto, 'subtle') as SubtleCrypto | undefined

const bytesOf = (text: string) => readBase64(text) ?? new Uint8Array()

/** From the first visit on, the browser keeps this page for where there is no network. */
export function useKeptPage(): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator) || !__KEEP_VERIFY__) return
    keepPage().catch(() => undefined) // forbidden in private windows, and no page is worse for it
  }, [])
}

async function keepPage(): Promise<void> {
  const { serviceWorker } = navigator
  const registration = await serviceWorker.register('/verify-worker.js', { scope: '/verify' })
  const worker = registration.active ?? registration.waiting ?? registration.installing
  const files = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && /\.\w+$/.test(pathname))
    .map(({ pathname }) => pathname)
    .filter((pathname) => !pathname.startsWith('/api/'))
  worker?.postMessage({ files: [...new Set(files)] })
}
