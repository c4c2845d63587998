export type * from './types.ts';
export { checkForm } from './check.ts';
export { conditionText } from './condition-text.ts';
export { holds, references, reduce } from './condition.ts';
export {
  cleanDate,
  cleanDigits,
  cleanNumber,
  cleanPhone,
  cleanTaxCode,
  cleanText,
  isDate,
  isEmail,
  isPersonalId,
  isPhone,
  isTaxCode,
  showDate,
  showNumber,
  showPhone,
} from './formats.ts';
export { carryOver } from './carry-over.ts';
export { catalogueNames, findItem } from './lookup.ts';
export { offers, PREFILLS, takeOffer } from './offers.ts';
export { getPath, isFilled, resolvePath, setPath } from './paths.ts';
export { ADDRESS_PARTS, operationOf, readAnswers, type FormBody, type FormOperation } from './read.ts';
export { ADDRESS_SCHEMA, mustFill, schemaAt } from './schema.ts';
export { subjectLine, summarise } from './summary.ts';
export { addressText, answerText, choiceText, lowerLabel, typedValue } from './text.ts';
export { validate, type ValidateOptions } from './validate.ts';
export {
  prune,
  shownAnswers,
  visibleItems,
  type VisibleField,
  type VisibleItem,
  type VisibleRepeat,
} from './walk.ts';
