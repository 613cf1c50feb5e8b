/** The message by which `npm start` says that web/dist is complete. */
const builtMessage = 'web built'

/**
 * Resolves when the pages may be served: at once, unless `npm start` is building them beside us
 * and says so in WEB_BUILD. Should it go away first, its pages will not come and we go on without.
 */
export const webBuilt = () =>
  new Promise<void>((done) => {
    if (process.env.WEB_BUILD !== 'running' || !process.connected) return done()
    const finish = () => {
      process.off('message', heard)
      process.off('disconnect', finish)
      done()
    }
    const heard = (message: unknown) => {
      if (message === builtMessage) finish()
    }
    process.on('message', heard)
    process.on('disconnect', finish)
  })

/** Tells `npm start` that we are ready: what else it has to do would only have slowed us down. */
export const sayReady = () => void (process.connected && process.send?.('ready'))
