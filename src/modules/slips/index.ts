export { SLIP_KINDS, SLIP_NAMES, type SlipData, type SlipKind } from './data.ts';
export { renderResult, renderSlip, resultTemplate, slipTemplate } from './render.ts';
export {
  checkDocument,
  isResultTemplate,
  RESULT_NAMES,
  resultBody,
  type GenericResult,
  type ResultFacts,
  type ResultHead,
  type ResultTemplate,
  type Results,
} from './results.ts';
export {
  makeSlip,
  slipDossier,
  slipFile,
  slipsOf,
  startSlipRendering,
  type NewSlip,
  type Slip,
  type SlipFacts,
} from './store.ts';
