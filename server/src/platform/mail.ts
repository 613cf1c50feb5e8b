/** One e-mail of plain text, sent or thrown. */
export type Mailer = (mail: { to: string; subject: string; text: string }) => Promise<void>

const timeoutMilliseconds = 10_000

/**
 * Sends over SMTP: `smtps://user:password@host:465` or `smtp://…`, which asks for STARTTLS where it is
 * offered. Its package is read with the first mail, not with each start.
 */
export async function createMailer({ url, from }: { url: string; from: string }): Promise<Mailer> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(url, { from })
  const { options } = transport
  Object.assign(options, {
    connectionTimeout: timeoutMilliseconds,
    greetingTimeout: timeoutMilliseconds,
    socketTimeout: timeoutMilliseconds,
  })
  return async ({ to, subject, text }) => {
    await transport.sendMail({ from, to, subject, text })
  }
}
