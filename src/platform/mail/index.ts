import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import nodemailer from 'nodemailer';

export interface Message {
  to: string;
  subject: string;
  text: string;
  html?: string;
}

export interface Mailer {
  /** @throws when the server does not take the message; the job that sends it tries again */
  send(message: Message): Promise<void>;
}

/**
 * Sends by SMTP, or writes each message as an .eml file when no server is configured.
 *
 * @param options smtpUrl smtp:// or smtps:// with user and password; folder for the .eml files; from the sender
 */
export function createMailer(options: { smtpUrl: string | null; folder: string; from: string }): Mailer {
  if (options.smtpUrl) {
    const transport = nodemailer.createTransport(options.smtpUrl);
    return {
      async send(message) {
        await transport.sendMail({ from: options.from, ...message });
      },
    };
  }
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  return {
    async send(message) {
      await mkdir(options.folder, { recursive: true, mode: 0o700 });
      const { message: content } = await writer.sendMail({ from: options.from, ...message });
      const name = `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`;
      // Written aside and renamed, so that a reader of the folder never sees half a message.
      const temporary = path.join(options.folder, `.${name}`);
      await writeFile(temporary, content as Buffer);
      await rename(temporary, path.join(options.folder, name));
    },
  };
}
