import type { Works } from '../../tasks/service.ts'
import { runExport, runImport } from './service.ts'

export const courseWorks: Works = { 'courses.import': runImport, 'courses.export': runExport }
