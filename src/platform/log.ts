import { pino, type Logger } from 'pino';

export type { Logger };

/**
 * The program's log: JSON lines on standard error. Fields that hold personal data or secrets are cut out
 * wherever they turn up.
 */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      redact: {
        paths: [
          'password',
          '*.password',
          'req.headers.cookie',
          'req.headers.authorization',
          '*.identityNo',
          '*.phone',
          '*.email',
        ],
        censor: '[che]',
      },
    },
    pino.destination(2),
  );
}
