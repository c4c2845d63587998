export { FormStep, type FormStepProps } from './form-step.tsx';
export { anchorAfter, formNames, type FormNames } from './names.ts';
export { PaperForm, PrintPage, type PrintPageProps } from './print-page.tsx';
export { AnswersTable, FormErrorSummary, ReviewSections, SavedStatus } from './views.tsx';
