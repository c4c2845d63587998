import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/index.ts';
import { routes as officeIntake } from './office/intake/route.tsx';
import { routes as officeDesk } from './office/desk/route.tsx';
import { routes as officeDossier } from './office/dossier/route.tsx';
import { routes as officeFind } from './office/find/route.tsx';
import { routes as officeLogIn } from './office/login/route.ts';
import { routes as officeReports } from './office/reports/route.tsx';
import { routes as officeResults } from './office/results/route.tsx';
import { routes as adminTemplates } from './admin/templates/route.tsx';
import { routes as adminForms } from './admin/forms/route.tsx';
import { routes as adminMove } from './admin/move/route.tsx';
import { routes as adminStatuses } from './admin/statuses/route.tsx';
import { routes as adminAgencies } from './admin/agencies/route.tsx';
import { routes as adminCalendar } from './admin/calendar/route.tsx';
import { routes as adminAccounts } from './admin/accounts/route.tsx';
import { routes as adminAudit } from './admin/audit/route.tsx';
import { routes as adminOfficers } from './admin/officers/route.tsx';
import { routes as adminRights } from './admin/rights/route.tsx';
import { routes as adminHome } from './admin/home/route.tsx';
import { routes as adminFields } from './admin/fields/route.tsx';
import { routes as adminProcedures } from './admin/procedures/route.tsx';
import { routes as adminFlows } from './admin/flows/route.tsx';
import { routes as adminCatalogues } from './admin/catalogues/route.tsx';
import { routes as adminSettings } from './admin/settings/route.tsx';
import { routes as adminSync } from './admin/sync/route.tsx';
import { routes as account } from './portal/account/route.tsx';
import { routes as adminUnits } from './portal/admin-units/route.ts';
import { routes as guides } from './portal/guides/route.tsx';
import { routes as home } from './portal/home/route.tsx';
import { routes as procedure } from './portal/procedure/route.tsx';
import { routes as search } from './portal/search/route.tsx';
import { routes as sitemap } from './portal/sitemap/route.ts';
import { routes as apply } from './portal/apply/route.tsx';
import { routes as dossiers } from './portal/dossiers/route.tsx';
import { routes as lookup } from './portal/lookup/route.tsx';
import { routes as notices } from './portal/notices/route.tsx';

const FACES = [
  home,
  search,
  procedure,
  guides,
  sitemap,
  adminUnits,
  account,
  officeLogIn,
  officeDesk,
  officeFind,
  officeResults,
  officeReports,
  officeDossier,
  officeIntake,
  adminHome,
  adminOfficers,
  adminRights,
  adminAccounts,
  adminAudit,
  adminFields,
  adminProcedures,
  adminAgencies,
  adminCalendar,
  adminMove,
  adminStatuses,
  adminForms,
  adminFlows,
  adminTemplates,
  adminSync,
  adminSettings,
  adminCatalogues,
  apply,
  dossiers,
  lookup,
  notices,
];

/** Every page of every face, one line each: a folder's route.ts exports `routes(server, platform)`. */
export function registerFaces(server: FastifyInstance, platform: Platform): void {
  for (const routes of FACES) routes(server, platform);
}
