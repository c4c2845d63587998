export { checkToken, csrfToken, requireToken } from './csrf.ts';
export { flash } from './flash.ts';
export { afterLogIn, requireCitizen, requireLogIn, requireOfficer, viewerOf } from './guards.ts';
export { localPath } from './local-path.ts';
export { page, type PageOptions } from './page.tsx';
export { Conflict, Forbidden, Invalid, NotFound, Problem, TooLarge } from './problems.ts';
export { logIn, logOut } from './session.ts';
export { contentDisposition, sendFile } from './downloads.ts';
export { readMultipart, type MultipartForm, type UploadedFile, type UploadOptions } from './uploads.ts';
