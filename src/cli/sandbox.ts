import { startNationalProcedures } from '../../sandbox/national-procedures/index.ts';
import { startSharedCatalogues } from '../../sandbox/shared-catalogues/index.ts';

const USAGE = `Cách dùng: npm run cli -- sandbox national-procedures|shared-catalogues [--port N]
  Chạy hệ thống thử thay cho cơ sở dữ liệu quốc gia, cho đến khi bấm Ctrl-C.`;

/** `sandbox NAME --port N`: a stand-in of a national system, until the process is told to end. */
export async function sandboxCommand(
  args: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  const [name, flag, value] = args;
  const port = flag === '--port' ? Number(value) : 0;
  const start = {
    'national-procedures': startNationalProcedures,
    'shared-catalogues': startSharedCatalogues,
  }[name ?? ''];
  if (!start || (flag !== undefined && flag !== '--port') || !(port >= 0 && port <= 65535)) {
    print(USAGE);
    return 2;
  }
  const peer = await start({ port });
  const setting = name === 'national-procedures' ? 'NATIONAL_URL' : 'NATIONAL_CATALOGUES_URL';
  print(
    `${setting}=${peer.url} NATIONAL_USER=${peer.user} NATIONAL_PASSWORD=${peer.password} NATIONAL_UNIT=${peer.unit}`,
  );
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await peer.close();
  return 0;
}
