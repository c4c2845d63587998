import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newestChange } from '../../../modules/configuration/index.ts';
import {
  changeSetting,
  expireSettings,
  loadSettings,
  SETTING_KEYS,
  SETTING_TITLES,
  settingObject,
  type SettingKey,
} from '../../../modules/settings/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { SettingsPage, type Section } from './page.tsx';
import { fieldsOfSetting, settingTyped, type Typed } from './typed.ts';

const PATH = '/quan-tri/tham-so';
const RIGHT = 'account.edit';

/** What the whole office runs by: facts of the portal, rules of time, dossier codes. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;

  server.get(PATH, { preHandler: requireOfficer(RIGHT) }, (request, reply) => draw(request, reply));

  server.post<{ Params: { key: string } }>(
    `${PATH}/:key`,
    { preHandler: [requireOfficer(RIGHT), requireToken] },
    async (request, reply) => {
      const key = SETTING_KEYS.find((one) => one === request.params.key);
      if (!key) throw new NotFound('Không có tham số này.', { href: PATH, label: 'Tham số vận hành' });
      const typed = fieldsOf(request.body);
      const value = settingTyped(key, await loadSettings(db), typed);
      const edit = { by: editorOf(request), at: clock.now(), seen: numberOf(typed['seen']) };
      try {
        await db.transaction().execute((tx) => changeSetting(tx, key, value, edit));
      } catch (error) {
        return draw(request, reply, { key, typed, turned: turnedBack(error) });
      } finally {
        expireSettings(db);
      }
      flash(reply, `Đã lưu “${SETTING_TITLES[key]}”. Áp dụng từ bây giờ.`);
      return seeOther(reply, `${PATH}#${key}`);
    },
  );

  async function draw(
    request: FastifyRequest,
    reply: FastifyReply,
    back?: { key: SettingKey; typed: Typed; turned: TurnedBack },
  ): Promise<FastifyReply> {
    const settings = await loadSettings(db);
    const sections = await Promise.all(
      SETTING_KEYS.map(async (key): Promise<[SettingKey, Section]> => {
        const mine = back?.key === key ? back : undefined;
        return [
          key,
          {
            key,
            last: await newestChange(db, settingObject(key)),
            values: { ...fieldsOfSetting(key, settings), ...mine?.typed },
            errors: mine?.turned.errors ?? [],
          },
        ];
      }),
    );
    const view = (
      <SettingsPage
        desk={await deskOf(platform, viewerOf(request))}
        sections={Object.fromEntries(sections) as Record<SettingKey, Section>}
        errors={back?.turned.errors ?? []}
        stale={back?.turned.stale}
      />
    );
    return page(reply, view, { status: back?.turned.status ?? 200 });
  }
}
