export const FORMS = '/quan-tri/bieu-mau';

/** Address of a form, or of one of its pages. */
export const formPath = (code: string, page?: string): string => `${FORMS}/${code}${page ? `/${page}` : ''}`;
