import { readHome } from '@xueshi/contract/insight'
import { serve, type Serving } from '../platform/http.ts'
import * as insight from './service.ts'

export function serveInsight(serving: Serving): void {
  serve(serving, readHome, ({ actor }) => insight.home(actor))
}
