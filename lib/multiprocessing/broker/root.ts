/** Makes this process the first one of a family, when it first uses anything of this module. */

import { makeLinkBy } from "../member.ts";
import { Admission } from "./admission.ts";
import { LocalLink } from "./local_link.ts";

makeLinkBy(() => {
  const link = new LocalLink();
  let admission: Admission | undefined;
  link.broker.announce = (id, parent, slot) =>
    (admission ??= new Admission(link.broker)).expect(id, parent, slot);
  return link;
});
