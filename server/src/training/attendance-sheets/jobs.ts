import type { Works } from '../../tasks/service.ts'
import { runImport } from './service.ts'

export const attendanceWorks: Works = { 'attendance.import': runImport }
