import type { Works } from '../../tasks/service.ts'
import { run } from './service.ts'

export const batchWorks: Works = { 'declarations.batch': run }
