import {
  listMessages,
  listSent,
  readMessages,
  readPreferences,
  savePreferences,
} from '@xueshi/contract/messages'
import { listTemplates, saveTemplate } from '@xueshi/contract/messages/templates'
import { serve, type Serving } from '../platform/http.ts'
import * as messages from './service.ts'

export function serveMessages(serving: Serving): void {
  serve(serving, listMessages, ({ actor, query }) => messages.list(actor, query))
  serve(serving, readMessages, ({ actor, body }) => messages.markRead(actor, body))
  serve(serving, readPreferences, ({ actor }) => messages.readPreferences(actor))
  serve(serving, savePreferences, ({ actor, body }) => messages.savePreferences(actor, body))
  serve(serving, listTemplates, ({ actor }) => messages.listTemplates(actor))
  serve(serving, saveTemplate, ({ actor, params, body }) =>
    messages.saveTemplate(actor, params.topic, body),
  )
  serve(serving, listSent, ({ actor }) => messages.listDemoSent(actor))
}
