/** What one request may carry. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
export const MAX_FILES = 20;
export const MAX_FIELDS = 1000;
