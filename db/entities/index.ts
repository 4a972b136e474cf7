// The entities that the API's commands work with. Rows are projections without behaviour; hot paths use SQL instead.
import { CalendarRow, CalendarVersionRow } from './calendars.ts';
import { DeviceRow } from './devices.ts';
import { PrincipalRow, RoleRow } from './identity.ts';
import { BayRow, LaneRow, LotPolicyVersionRow, LotRow } from './lots.ts';
import { AreaRow, BranchRow, CompanyRow, RoadRow } from './organisation.ts';
import { LotGroupRow, TariffEventRow, TariffRow, TariffVersionRow } from './tariffs.ts';

export const entities = [
  CompanyRow,
  BranchRow,
  AreaRow,
  RoadRow,
  LotRow,
  BayRow,
  LaneRow,
  LotPolicyVersionRow,
  DeviceRow,
  TariffRow,
  TariffVersionRow,
  LotGroupRow,
  TariffEventRow,
  CalendarRow,
  CalendarVersionRow,
  PrincipalRow,
  RoleRow,
];
