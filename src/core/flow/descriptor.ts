import { MOTCUA_NAMESPACE } from './types.ts';

const text = (name: string): Record<string, unknown> => ({ name, isAttr: true, type: 'String' });

/** What Một Cửa adds to BPMN, for bpmn-moddle here and the modeler in the browser (`moddleExtensions: { motcua }`). */
export const motcuaModdle = {
  name: 'MotCua',
  prefix: 'motcua',
  uri: MOTCUA_NAMESPACE,
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Activity',
      extends: ['bpmn:Activity'],
      properties: ['step', 'minutes', 'allows', 'status', 'makes', 'ref'].map(text),
    },
    {
      name: 'Actor',
      superClass: ['Element'],
      properties: ['kind', 'unit', 'role', 'agency', 'ref'].map(text),
    },
  ],
};
