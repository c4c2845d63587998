import type { FastifyInstance } from 'fastify';
import {
  changePassword,
  confirmEmail,
  endOtherSessions,
  loadProfile,
  register,
  requestReset,
  resendConfirmation,
  resetPassword,
  saveProfile,
  sessionsOf,
  tokenHolds,
  type Profile,
  type ProfileErrors,
  type Viewer,
} from '../../../modules/accounts/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  afterLogIn,
  flash,
  localPath,
  logOut,
  page,
  requireLogIn,
  requireToken,
  viewerOf,
} from '../../http/index.ts';
import { text } from './fields.ts';
import { attemptLimit, begin, logInRoutes } from './log-in-route.tsx';
import {
  ChangePasswordPage,
  ConfirmEmailPage,
  DeadLinkPage,
  ForgottenPage,
  ForgottenSentPage,
  ResetPage,
} from './password-pages.tsx';
import { PROFILE_IDS, ProfilePage, type ProfilePageProps } from './profile-page.tsx';
import { RegisterPage } from './register-page.tsx';

/** Accounts of citizens and organisations; officers use the password and profile pages too. */
export function routes(server: FastifyInstance, platform: Platform): void {
  logInRoutes(server, platform, '/dang-nhap');
  server.post('/dang-xuat', async (request, reply) => {
    await logOut(request, reply);
    flash(reply, 'Bạn đã đăng xuất');
    return reply.redirect('/', 303);
  });
  registration(server, platform);
  forgottenPassword(server, platform);
  emailConfirmation(server, platform);
  profile(server, platform);
}

function registration(server: FastifyInstance, platform: Platform): void {
  server.get<{ Querystring: { loai?: string; tiep?: string } }>('/dang-ky', (request, reply) => {
    const next = localPath(request.query.tiep);
    if (request.viewer) return afterLogIn(reply, request.viewer, next);
    return page(reply, <RegisterPage kind={kindOf(request.query.loai)} next={next} />);
  });

  server.post('/dang-ky', { config: attemptLimit(platform) }, async (request, reply) => {
    const { body } = request;
    const kind = kindOf(text(body, 'loai'));
    const next = localPath(text(body, 'tiep'));
    const values = {
      name: text(body, 'ho-ten'),
      identityNo: text(body, 'so-dinh-danh'),
      representative: text(body, 'nguoi-dai-dien'),
      phone: text(body, 'dien-thoai'),
      email: text(body, 'thu-dien-tu'),
    };
    const result = await register(
      platform,
      { ...values, kind, password: text(body, 'mat-khau'), agreed: text(body, 'dong-y') === '1' },
      request.ip,
    );
    if (!result.ok) {
      return page(reply, <RegisterPage kind={kind} next={next} values={values} errors={result.errors} />, {
        status: 422,
      });
    }
    await begin(request, reply, result.accountId);
    flash(
      reply,
      values.email.trim()
        ? 'Đã mở tài khoản. Mở thư chúng tôi vừa gửi để xác nhận địa chỉ.'
        : 'Đã mở tài khoản.',
    );
    if (result.identityUnproven) {
      flash(
        reply,
        'Số định danh này đã có trong sổ của bộ phận một cửa. Mang giấy tờ tới quầy để gắn với tài khoản của bạn.',
        { kind: 'warn' },
      );
    }
    return afterLogIn(reply, { isOfficer: false }, next);
  });
}

function forgottenPassword(server: FastifyInstance, platform: Platform): void {
  server.get('/quen-mat-khau', (_request, reply) => page(reply, <ForgottenPage />));
  server.post('/quen-mat-khau', { config: attemptLimit(platform) }, async (request, reply) => {
    const name = text(request.body, 'ten-dang-nhap').trim();
    if (name === '') {
      return page(reply, <ForgottenPage error="Nhập tên đăng nhập, số điện thoại hoặc thư điện tử" />, {
        status: 422,
      });
    }
    await requestReset(platform, name, request.ip);
    return page(reply, <ForgottenSentPage />);
  });

  const dead = <DeadLinkPage again={{ href: '/quen-mat-khau', label: 'Yêu cầu đường dẫn mới' }} />;
  server.get<{ Querystring: { ma?: string } }>('/dat-lai-mat-khau', async (request, reply) => {
    const token = String(request.query.ma ?? '');
    const holds = await tokenHolds(platform.db, token, 'reset-password', platform.clock.now());
    return holds ? page(reply, <ResetPage token={token} />) : page(reply, dead, { status: 410 });
  });
  server.post('/dat-lai-mat-khau', { config: attemptLimit(platform) }, async (request, reply) => {
    const token = text(request.body, 'ma');
    const result = await resetPassword(platform, token, text(request.body, 'mat-khau'), request.ip);
    if (result === null) return page(reply, dead, { status: 410 });
    if ('problem' in result)
      return page(reply, <ResetPage token={token} error={result.problem} />, { status: 422 });
    server.viewers.forget(result.accountId);
    flash(reply, 'Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu đó.');
    return reply.redirect('/dang-nhap', 303);
  });
}

function emailConfirmation(server: FastifyInstance, platform: Platform): void {
  server.get<{ Querystring: { ma?: string } }>('/xac-nhan-thu', (request, reply) =>
    page(reply, <ConfirmEmailPage token={String(request.query.ma ?? '')} />),
  );
  server.post('/xac-nhan-thu', async (request, reply) => {
    const confirmed = await confirmEmail(platform, text(request.body, 'ma'), request.ip);
    if (!confirmed) {
      return page(
        reply,
        <DeadLinkPage again={{ href: '/tai-khoan', label: 'Vào tài khoản, gửi lại thư' }} />,
        { status: 410 },
      );
    }
    if (request.viewer) server.viewers.forget(request.viewer.account.id);
    flash(reply, 'Đã xác nhận thư điện tử. Từ nay bạn nhận tin qua địa chỉ này.');
    return reply.redirect(request.viewer ? '/tai-khoan' : '/dang-nhap', 303);
  });
  server.post(
    '/tai-khoan/gui-lai-xac-nhan',
    { preHandler: [requireLogIn, requireToken], config: attemptLimit(platform) },
    async (request, reply) => {
      const sent = await resendConfirmation(platform, viewerOf(request).account.id);
      flash(
        reply,
        sent ? 'Đã gửi lại thư xác nhận. Kiểm tra cả mục thư rác.' : 'Địa chỉ thư đã được xác nhận.',
      );
      return reply.redirect('/tai-khoan', 303);
    },
  );
}

function profile(server: FastifyInstance, platform: Platform): void {
  const facts = async (viewer: Viewer): Promise<ProfilePageProps> => {
    const { account, session } = viewer;
    const [stored, sessions] = await Promise.all([
      loadProfile(platform.db, account.id),
      sessionsOf(platform.db, account.id, platform.clock.now()),
    ]);
    return {
      viewer,
      profile: stored,
      identityFixed: stored !== null && stored.identityNo !== '',
      sessions: sessions.map((one) => ({ ...one, current: one.idHash.equals(session.idHash) })),
    };
  };

  server.get('/tai-khoan', { preHandler: requireLogIn }, async (request, reply) =>
    page(reply, <ProfilePage {...await facts(viewerOf(request))} />),
  );
  server.post('/tai-khoan', { preHandler: requireLogIn }, async (request, reply) => {
    const viewer = viewerOf(request);
    const typed = Object.fromEntries(
      Object.entries(PROFILE_IDS).map(([name, id]) => [name, text(request.body, id)]),
    ) as unknown as Profile;
    const result = await saveProfile(platform, viewer.account.id, typed, request.ip);
    if (!result.ok) return turnedBack(reply, viewer, typed, result.errors);
    server.viewers.forget(viewer.account.id);
    flash(
      reply,
      result.confirmationSent
        ? 'Đã lưu. Mở thư chúng tôi vừa gửi để xác nhận địa chỉ mới.'
        : 'Đã lưu thông tin.',
    );
    return reply.redirect('/tai-khoan', 303);
  });
  async function turnedBack(
    reply: Parameters<typeof page>[0],
    viewer: Viewer,
    typed: Profile,
    errors: ProfileErrors,
  ) {
    const now = await facts(viewer);
    const shown = now.profile && {
      ...now.profile,
      ...typed,
      identityNo: now.profile.identityNo || typed.identityNo,
    };
    return page(reply, <ProfilePage {...now} profile={shown} errors={errors} />, { status: 422 });
  }

  server.post(
    '/tai-khoan/dang-xuat-noi-khac',
    { preHandler: [requireLogIn, requireToken] },
    async (request, reply) => {
      const { account, session } = viewerOf(request);
      await endOtherSessions(platform.db, account.id, session.idHash);
      server.viewers.forget(account.id);
      flash(reply, 'Đã đăng xuất các thiết bị khác.');
      return reply.redirect('/tai-khoan', 303);
    },
  );

  server.get('/tai-khoan/mat-khau', { preHandler: requireLogIn }, (request, reply) => {
    const { isOfficer, account } = viewerOf(request);
    return page(reply, <ChangePasswordPage officer={isOfficer} forced={account.mustChangePassword} />);
  });
  server.post(
    '/tai-khoan/mat-khau',
    { preHandler: [requireLogIn, requireToken], config: attemptLimit(platform) },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const problem = await changePassword(platform, {
        accountId: viewer.account.id,
        current: text(request.body, 'mat-khau-cu'),
        wanted: text(request.body, 'mat-khau-moi'),
        session: viewer.session.idHash,
        ip: request.ip,
      });
      if (problem) {
        const { isOfficer, account } = viewer;
        return page(
          reply,
          <ChangePasswordPage
            officer={isOfficer}
            forced={account.mustChangePassword}
            errors={{ [problem.field]: problem.text }}
          />,
          { status: 422 },
        );
      }
      server.viewers.forget(viewer.account.id);
      flash(reply, 'Đã đổi mật khẩu.');
      return reply.redirect('/tai-khoan', 303);
    },
  );
}

function kindOf(typed: string | undefined): 'citizen' | 'organisation' {
  return typed === 'to-chuc' ? 'organisation' : 'citizen';
}
