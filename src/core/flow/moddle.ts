import { BpmnModdle } from 'bpmn-moddle';
import { motcuaModdle } from './descriptor.ts';

/** As much of a moddle element as is read here. */
export interface BpmnElement {
  $type: string;
  id?: string;
  name?: string;
  $parent?: BpmnElement;
  get(property: string): unknown;
  set(property: string, value: unknown): void;
}

export interface ParsedXml {
  moddle: Moddle;
  root: BpmnElement;
  warnings: string[];
}

/** Makes elements of its kind and writes a whole document. */
export interface Moddle {
  create(type: string, properties?: Record<string, unknown>): BpmnElement;
  toXML(root: BpmnElement, options: { format: boolean }): Promise<{ xml: string }>;
}

/** Reads BPMN XML. Throws what bpmn-moddle throws when it is not XML or not BPMN. */
export async function parseBpmn(xml: string): Promise<ParsedXml> {
  const moddle = new BpmnModdle({ motcua: motcuaModdle });
  const { rootElement, warnings } = await moddle.fromXML(xml);
  return {
    moddle: moddle as unknown as Moddle,
    root: rootElement as BpmnElement,
    warnings: warnings.map((warning) => warning.message),
  };
}

export const isElement = (value: unknown): value is BpmnElement =>
  typeof value === 'object' && value !== null && '$type' in value && 'get' in value;

export function elementIn(element: BpmnElement, property: string): BpmnElement | undefined {
  const value = element.get(property);
  return isElement(value) ? value : undefined;
}

export function elementsIn(element: BpmnElement, property: string): BpmnElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** A property as text without surrounding and doubled blanks; '' when there is none. */
export function textIn(element: BpmnElement, property: string): string {
  const value = element.get(property);
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
}
