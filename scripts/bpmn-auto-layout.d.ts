declare module 'bpmn-auto-layout' {
  /** Gives the BPMN XML back with a computed diagram part. */
  export function layoutProcess(xml: string): Promise<string>;
}
