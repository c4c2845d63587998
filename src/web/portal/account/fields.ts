/** Text of a form's field; '' when it is missing or repeated. */
export function text(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' ? value : '';
}

/** Errors by name as the list of the error summary, in the order of the form. */
export function summary<Name extends string>(
  errors: Partial<Record<Name, string>>,
  ids: Record<Name, string>,
): { field: string; text: string }[] {
  return (Object.keys(ids) as Name[]).flatMap((name) => {
    const problem = errors[name];
    return problem ? [{ field: ids[name], text: problem }] : [];
  });
}
