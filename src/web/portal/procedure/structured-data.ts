import type { ProcedurePageProps } from './page.tsx';

/** The procedure as a schema.org GovernmentService, safe inside a script element that is data. */
export function structuredData({ procedure, publicUrl }: ProcedurePageProps, area: string): string {
  const { definition, agencies } = procedure;
  const url = `${publicUrl}/thu-tuc/${procedure.code}`;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    name: procedure.name,
    description: definition.summary,
    identifier: procedure.code,
    url,
    serviceType: definition.field.name,
    inLanguage: 'vi',
    areaServed: { '@type': 'AdministrativeArea', name: area },
    audience: definition.subjectsText && { '@type': 'Audience', audienceType: definition.subjectsText },
    provider: agencies.map((agency) => ({
      '@type': 'GovernmentOrganization',
      name: agency.name,
      address: agency.address,
      telephone: agency.phone || undefined,
    })),
    availableChannel: procedure.online
      ? { '@type': 'ServiceChannel', serviceUrl: `${publicUrl}/nop-ho-so/${procedure.code}` }
      : undefined,
    serviceOutput: definition.results.map((result) => ({ '@type': 'Thing', name: result.name })),
  };
  // "</script>" in a name must not end the element.
  return JSON.stringify(data).replace(/</g, '\\u003c');
}
