import { ConfigError, loadConfig } from '../config.ts';
import { servingProcess } from '../platform/data-lock.ts';
import { startPlatform, type Platform } from '../platform/index.ts';
import { flowCheck } from './flow-check.ts';
import { importCommand } from './import.ts';
import { sandboxCommand } from './sandbox.ts';

const USAGE = `Cách dùng: npm run cli -- LỆNH
  flow check TỆP…            kiểm tra quy trình BPMN
  import procedures TỆP…     nhập thủ tục từ tệp JSONL
  migrate                    nâng cơ sở dữ liệu lên phiên bản mới nhất
  sandbox TÊN [--port N]     chạy hệ thống thử: national-procedures, shared-catalogues`;

async function run(args: string[]): Promise<number> {
  const [noun, verb] = args;
  if (noun === 'flow' && verb === 'check') return flowCheck(args.slice(2));
  if (noun === 'import' && verb === 'procedures')
    return withPlatform((platform) => importCommand(args.slice(2), platform));
  if (noun === 'sandbox') return sandboxCommand(args.slice(1));
  if (noun === 'migrate') return withPlatform(async () => 0);
  console.error(USAGE);
  return noun ? 2 : 0;
}

/** Runs a command on the data of these settings, beside the program when that is running. */
async function withPlatform(command: (platform: Platform) => Promise<number>): Promise<number> {
  const config = loadConfig({ ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' }, process.cwd());
  const platform = await startPlatform(config, {
    poll: false,
    // The program that serves the folder needs the server longer than this command does.
    keepServer: () => servingProcess(config.dataDir) !== null,
  });
  try {
    return await command(platform);
  } finally {
    await platform.close();
  }
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
