import { batchForm, deskActor, makeBatch } from '../factories/batches.ts'
import { makeInput } from '../factories/tasks.ts'
import { employer, everyone, type EndpointRows } from './rows.ts'

/** 批量申报 of an employer. */
export const batchRows: EndpointRows = {
  doors: {
    'GET /declaration-batches': employer,
    'POST /declaration-batches': employer,
    'GET /declaration-batches/template': everyone,
    'GET /declaration-batches/:id': employer,
    'PUT /declaration-batches/:id': employer,
    'POST /declaration-batches/:id/deletion': employer,
    'POST /declaration-batches/:id/files': employer,
    'DELETE /declaration-batches/:id/files/:fileId': employer,
    'POST /declaration-batches/:id/runs': employer,
    'GET /declaration-batches/:id/records': employer,
  },
  make: async (app, personas) => {
    const caller = personas['employer.clerk']
    const desk = { id: caller.accountId ?? '', seatId: caller.seatId ?? '' }
    const actor = await deskActor(app, desk)
    const batch = await makeBatch(app, desk)
    const { id, version, files } = batch
    const inputId = await makeInput(app, actor, `姓名,证件号码\n${'甲,1\n'.repeat(2)}`)
    const params = { id }
    return {
      requests: {
        'GET /declaration-batches': {},
        'POST /declaration-batches': { body: batchForm() },
        'GET /declaration-batches/template': {},
        'GET /declaration-batches/:id': { params },
        'PUT /declaration-batches/:id': { params, body: { version, form: batchForm() } },
        'POST /declaration-batches/:id/deletion': { params, body: { version } },
        'POST /declaration-batches/:id/files': {
          params,
          body: { name: '签到表.pdf', sizeBytes: 100 },
        },
        'DELETE /declaration-batches/:id/files/:fileId': {
          params: { id, fileId: files[0]?.id ?? '' },
        },
        'POST /declaration-batches/:id/runs': {
          params,
          body: { version, inputId, dryRun: true },
        },
        'GET /declaration-batches/:id/records': { params },
      },
      ids: [id],
    }
  },
}
