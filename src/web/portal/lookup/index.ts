export { LookupBox } from './lookup-box.tsx';
