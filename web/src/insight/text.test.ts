import { staffed } from '@xueshi/contract/orgs/staff'
import { expect, test } from 'vitest'
import { portalPaths } from '../paths.ts'
import { todoText } from './text.ts'

test('the hours that people miss are answered in the portal that counts them', () => {
  for (const portal of staffed)
    expect(todoText.answerClaims.to(portal)).toContain(`${portalPaths[portal]}/`)
})

test('a returned 机构资质 is corrected in the portal of the seat', () => {
  expect(todoText.correctAccreditation.to('institution')).toContain(`${portalPaths.institution}/`)
  expect(todoText.correctAccreditation.to('employer')).toContain(`${portalPaths.employer}/`)
})
