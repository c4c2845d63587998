export { detailFact } from './details.tsx';
export { LookupBox } from './lookup-box.tsx';
