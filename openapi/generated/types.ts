// Made by `npm run generate` from the YAML files of openapi/: do not edit.
export interface paths {
  '/v1/passages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List who passed where, newest first (F082) */
    get: operations['listPassages'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-items': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what a person must look at, newest first (F025) */
    get: operations['listAuditItems'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-items/{auditItemId}/closing': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Close an audit item with what was found */
    post: operations['closeAuditItem'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List who changed what, newest first (F167) */
    get: operations['listAuditLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/pictures/{link}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A picture, by a signed link of a session's evidence that holds five minutes */
    get: operations['getPicture'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/board': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Free places of a lot, for everybody; with `no-cache` in Cache-Control the very newest */
    get: operations['getLotBoard'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/boards': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Free places of every lot of a company, for everybody (F060) */
    get: operations['listBoards'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/boards/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Free places as Server-Sent Events; `board` events, resumed by `Last-Event-ID` */
    get: operations['streamBoardEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/calibrations': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    /** List the calibrations of a lot, newest first */
    get: operations['listCalibrations'];
    put?: never;
    /** Say how many cars are in a lot; on-street, which bays are taken */
    post: operations['calibrateLot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List calendars, with the years that they lack (F070) */
    get: operations['listCalendars'];
    put?: never;
    /** Create a calendar, with its first version when a document is given */
    post: operations['createCalendar'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    /** Read a calendar */
    get: operations['getCalendar'];
    put?: never;
    post?: never;
    /** Remove a calendar that no lot has and no stay was priced under */
    delete: operations['removeCalendar'];
    options?: never;
    head?: never;
    /** Change a calendar's name, its alarm, or make it the company's default */
    patch: operations['updateCalendar'];
    trace?: never;
  };
  '/v1/calendars/{calendarId}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    /** List the versions of a calendar, newest first */
    get: operations['listCalendarVersions'];
    put?: never;
    /** Add a version; it takes effect now or later and never changes, stays that run keep theirs */
    post: operations['addCalendarVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/versions/{calendarVersion}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
        calendarVersion: components['parameters']['CalendarVersion'];
      };
      cookie?: never;
    };
    /** Read a version; its document is what `addCalendarVersion` and `quote` take */
    get: operations['getCalendarVersion'];
    put?: never;
    post?: never;
    /** Take back a version that is not in force yet (If-Match is the calendar's) */
    delete: operations['withdrawCalendarVersion'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/versions/{calendarVersion}/changes': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
        calendarVersion: components['parameters']['CalendarVersion'];
      };
      cookie?: never;
    };
    /** What a version says otherwise than another one, day by day */
    get: operations['compareCalendarVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/days': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    /** What each date is and why, of at most 400 days */
    get: operations['listCalendarDays'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/import': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Add a version by CSV (`date`, `type`, `ownDay`, `name`): its days replace those of the version before, one without type and own day becomes its weekday */
    post: operations['importCalendar'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/export': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    /** Export the listed days of a version as CSV (UTF-8 with BOM; safe to open in a spreadsheet) */
    get: operations['exportCalendar'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/lots': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    /** List the lots that use a calendar, as their own or as the default */
    get: operations['listCalendarLots'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/calendar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Say which calendar a lot has, null for the company's default; running stays keep theirs */
    put: operations['assignLotCalendar'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bills/{billId}/adjustments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Correct what a closed stay cost, by a dated adjustment; what was paid too much goes back, what is owed becomes a debt */
    post: operations['adjustBill'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/debts/{debtId}/transfer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Move what is still owed of a stay to the vehicle that owes it */
    post: operations['transferDebt'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/detections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what devices reported, as it was received, newest first (F160); no plates */
    get: operations['listDetections'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/devices': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    /** List the devices of a lot (F009, F158) */
    get: operations['listDevices'];
    put?: never;
    /** Register a device at a bay or lane; its secret is shown this once */
    post: operations['createDevice'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/devices/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Register up to 5,000 devices at once, all or none */
    post: operations['createDevices'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/devices/{deviceId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        deviceId: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    /** Read a device and its state (F154, F161) */
    get: operations['getDevice'];
    put?: never;
    post?: never;
    /** Remove a device that was never heard */
    delete: operations['removeDevice'];
    options?: never;
    head?: never;
    /** Change a device or take it out of use */
    patch: operations['updateDevice'];
    trace?: never;
  };
  '/v1/devices/{deviceId}/credential': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a new secret and, for a lane camera, a new push URL; the old ones end at once */
    post: operations['rotateDeviceCredential'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/staff/sign-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign a member of staff in */
    post: operations['signInStaff'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/staff/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Exchange a refresh token of staff for new tokens */
    post: operations['refreshStaff'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/field/sign-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign field staff in on one handheld; `signed-in-elsewhere` names the other one (F176, F177) */
    post: operations['signInField'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/field/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Exchange a refresh token of field staff for new tokens */
    post: operations['refreshField'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/owners/codes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send an owner a sign-in code by SMS (F198) */
    post: operations['sendOwnerCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/owners/sign-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign an owner in with the code; the first time registers the phone (F198) */
    post: operations['signInOwner'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/owners/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Exchange a refresh token of an owner for new tokens */
    post: operations['refreshOwner'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sign-out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End this sign-in at once */
    post: operations['signOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is asking, and what may be asked */
    get: operations['getMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change one's own password; ends every other sign-in */
    post: operations['changeMyPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/staff': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List staff and field staff */
    get: operations['listStaff'];
    put?: never;
    /** Add a member of staff or field staff with roles and scope (F165) */
    post: operations['createStaff'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/staff/{staffId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        staffId: components['parameters']['StaffId'];
      };
      cookie?: never;
    };
    /** Read a member of staff */
    get: operations['getStaff'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change name, state, roles or scope; a leaver is locked out at once (F104) */
    patch: operations['updateStaff'];
    trace?: never;
  };
  '/v1/staff/{staffId}/password-reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Set a new password and unlock; ends every sign-in. No password can be read */
    post: operations['resetStaffPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/staff/{staffId}/sign-outs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End every sign-in of somebody (F105) */
    post: operations['forceSignOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List roles with their rules */
    get: operations['listRoles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/machines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Add a machine that signs its requests; its key is shown this once */
    post: operations['createMachine'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List lots (F019, F056) */
    get: operations['listLots'];
    put?: never;
    /** Create a lot with its first policy (F056) */
    post: operations['createLot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    /** Read a lot */
    get: operations['getLot'];
    put?: never;
    post?: never;
    /** Remove a lot that was never used; close one that was */
    delete: operations['removeLot'];
    options?: never;
    head?: never;
    /** Change a lot */
    patch: operations['updateLot'];
    trace?: never;
  };
  '/v1/lots/{lotId}/policy': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    /** Read the newest policy of a lot */
    get: operations['getLotPolicy'];
    /** Write a new version of a lot's policy; running stays keep the version of their entry */
    put: operations['replaceLotPolicy'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/tariff': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Say which tariff a lot has; running stays keep theirs */
    put: operations['assignLotTariff'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/bays': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    /** List the bays of a lot (F059) */
    get: operations['listBays'];
    put?: never;
    /** Create a bay */
    post: operations['createBay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/bays/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Import up to 5,000 bays as CSV (`code`, `state`); a broken row is named by row and column and nothing is imported */
    post: operations['importBays'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/bays/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export the bays of a lot as CSV (UTF-8 with BOM; safe to open in a spreadsheet) */
    get: operations['exportBays'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bays/{bayId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bayId: components['parameters']['BayId'];
      };
      cookie?: never;
    };
    /** Read a bay */
    get: operations['getBay'];
    put?: never;
    post?: never;
    /** Remove a bay that was never used; take one that was out of use */
    delete: operations['removeBay'];
    options?: never;
    head?: never;
    /** Change a bay */
    patch: operations['updateBay'];
    trace?: never;
  };
  '/v1/lots/{lotId}/lanes': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    /** List the lanes of a lot (F057) */
    get: operations['listLanes'];
    put?: never;
    /** Create a lane */
    post: operations['createLane'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lanes/{laneId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        laneId: components['parameters']['LaneId'];
      };
      cookie?: never;
    };
    /** Read a lane */
    get: operations['getLane'];
    put?: never;
    post?: never;
    /** Remove a lane that was never used */
    delete: operations['removeLane'];
    options?: never;
    head?: never;
    /** Change a lane; a closed one admits nobody */
    patch: operations['updateLane'];
    trace?: never;
  };
  '/codec/encode': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Encrypt payloads, for the Temporal UI and CLI */
    post: operations['encodePayloads'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/codec/decode': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Decrypt payloads, for the Temporal UI and CLI */
    post: operations['decodePayloads'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Create a company with its roles and first administrator; only the platform's own key may */
    post: operations['createCompany'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/company': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read one's company (F164) */
    get: operations['getCompany'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Rename one's company */
    patch: operations['updateCompany'];
    trace?: never;
  };
  '/v1/branches': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List branches (F164) */
    get: operations['listBranches'];
    put?: never;
    /** Create a branch */
    post: operations['createBranch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/branches/{branchId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        branchId: components['parameters']['BranchId'];
      };
      cookie?: never;
    };
    /** Read a branch */
    get: operations['getBranch'];
    put?: never;
    post?: never;
    /** Remove a branch that nothing refers to */
    delete: operations['removeBranch'];
    options?: never;
    head?: never;
    /** Rename a branch */
    patch: operations['updateBranch'];
    trace?: never;
  };
  '/v1/areas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List administrative areas (F061) */
    get: operations['listAreas'];
    put?: never;
    /** Create an administrative area */
    post: operations['createArea'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/areas/{areaId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        areaId: components['parameters']['AreaId'];
      };
      cookie?: never;
    };
    /** Read an area */
    get: operations['getArea'];
    put?: never;
    post?: never;
    /** Remove an area that nothing refers to */
    delete: operations['removeArea'];
    options?: never;
    head?: never;
    /** Change an area */
    patch: operations['updateArea'];
    trace?: never;
  };
  '/v1/roads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List roads (F062) */
    get: operations['listRoads'];
    put?: never;
    /** Create a road */
    post: operations['createRoad'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/roads/{roadId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        roadId: components['parameters']['RoadId'];
      };
      cookie?: never;
    };
    /** Read a road */
    get: operations['getRoad'];
    put?: never;
    post?: never;
    /** Remove a road that no lot refers to */
    delete: operations['removeRoad'];
    options?: never;
    head?: never;
    /** Rename a road */
    patch: operations['updateRoad'];
    trace?: never;
  };
  '/v1/bills/{billId}/quote': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the bill owes now */
    get: operations['getBillQuote'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bills/{billId}/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a payment in a channel; the amount is what the bill owes, and an attempt that nobody paid is closed first */
    post: operations['startPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bills/{billId}/cash-payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Record cash that a collector took; it must be what is due */
    post: operations['recordCashPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Find payments, newest first; plates are masked */
    get: operations['listPayments'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{paymentId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a payment, where it went and what of it went back */
    get: operations['getPayment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/refunds/{refundId}/cash-payout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Confirm that cash was given back; it leaves the cash of whoever confirms */
    post: operations['confirmCashRefund'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/merchant-accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the company's merchant accounts, without their keys */
    get: operations['listMerchantAccounts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/merchant-accounts/wechat': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Set up the WeChat Pay account that new payments use; keys go in and never come out */
    put: operations['putMerchantAccount'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/merchant-accounts/alipay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Set up the Alipay account that new payments use; keys go in and never come out */
    put: operations['putAlipayMerchantAccount'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/public/lanes/{laneId}/bill': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the car that stands at the lane owes; an amount and nothing else */
    get: operations['getLaneBill'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/public/lanes/{laneId}/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a payment for the car that stands at the lane, or find the one that everybody there sees */
    post: operations['payAtLane'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/public/bays/{bayId}/bill': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the car on the bay owes; an amount and nothing else */
    get: operations['getBayBill'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/public/bays/{bayId}/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a payment for the car on the bay, or find the one that is open */
    post: operations['payAtBay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bill-files': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the channels' bills, newest day first (F147) */
    get: operations['listBillFiles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bill-files/{billFileId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A bill, and how much of it is of which class */
    get: operations['getBillFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bill-files/{billFileId}/results': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What each line of a bill, and each absence from it, was found to be */
    get: operations['listReconciliationResults'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bill-files/{billFileId}/results/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The same as CSV, streamed */
    get: operations['exportReconciliationResults'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/merchant-accounts/{merchantAccountId}/reconciliations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reconcile a day again; what was found before stays, and nothing is settled twice */
    post: operations['reconcileDay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/merchant-accounts/{merchantAccountId}/terms': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the account pays its channel */
    get: operations['getMerchantTerms'];
    /** Tell what the account pays its channel, so that another fee is found */
    put: operations['putMerchantTerms'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reconciliation-exceptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The inbox of differences, the most urgent first */
    get: operations['listReconciliationExceptions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reconciliation-exceptions/{exceptionId}/claim': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take an exception on; a decision that waits for a second person ends with that */
    post: operations['claimReconciliationException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reconciliation-exceptions/{exceptionId}/resolution': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Decide what becomes of it; what moves money waits for a second person */
    post: operations['resolveReconciliationException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reconciliation-exceptions/{exceptionId}/approval': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Carry out what somebody else has decided; the money leaves suspense */
    post: operations['approveReconciliationException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/daily-closes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Closed days, newest first */
    get: operations['listDailyCloses'];
    put?: never;
    /** Close a day whose bills are reconciled; it is never opened again */
    post: operations['closeDay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/daily-closes/{dailyCloseId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A closed day, with what was adjusted since */
    get: operations['getDailyClose'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/daily-closes/{dailyCloseId}/adjustments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Write down what has changed of a closed day since */
    post: operations['adjustDailyClose'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Find parking sessions, newest entry first (F079, F084-F086) */
    get: operations['listParkingSessions'];
    put?: never;
    /** Open a session by handheld, where no sensor or camera did (F175) */
    post: operations['openSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export the sessions that the filters find as CSV, streamed (F086); plates are masked unless the role may read them */
    get: operations['exportParkingSessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/exit-candidates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Find the parked vehicle that wants to leave, by bay, plate, similar plate or recognition (F190) */
    get: operations['findExitCandidates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a session with bill, passages, evidence and everything that happened to it (F082, F083) */
    get: operations['getParkingSession'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/quote': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the session owes now, line by line */
    get: operations['getSessionQuote'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/plate': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Bind a plate to a session that has none */
    post: operations['bindPlate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/plate-correction': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Correct the plate of a session (F138) */
    post: operations['correctPlate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/times-correction': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Correct when the vehicle came */
    post: operations['correctTimes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/bay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say that the vehicle stands in another bay (F138) */
    post: operations['moveBay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/exemption': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a session cost nothing, with a reason (F197) */
    post: operations['markExempt'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/void': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Void a session (F080); with money on it a second person confirms */
    post: operations['voidSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/discounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Grant a discount, with its sponsor */
    post: operations['grantDiscount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parking-sessions/{sessionId}/exit-requests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a vehicle out at a lane from afar (F191); due money is asked for, not forgiven */
    post: operations['requestExit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List tariffs (F007) */
    get: operations['listTariffs'];
    put?: never;
    /** Create a tariff, with its first version when a document is given (F063) */
    post: operations['createTariff'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a tariff */
    get: operations['getTariff'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        tariffId: components['parameters']['TariffId'];
      };
      cookie?: never;
    };
    /** List the versions of a tariff, newest first, with what is in force and what is to come */
    get: operations['listTariffVersions'];
    put?: never;
    /** Add a version; a malformed document is refused with pointers into it, and only the first may begin in the past */
    post: operations['addTariffVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}/versions/{version}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a version of a tariff */
    get: operations['getTariffVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}/versions/{version}/withdrawal': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take back a version that is not in force yet; it stays readable and never takes effect */
    post: operations['withdrawTariffVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}/versions/{version}/file': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Download a version as a JSON file that another installation imports */
    get: operations['exportTariffVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}/imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Upload a downloaded file as a new version */
    post: operations['importTariffVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariffs/{tariffId}/versions/{version}/formats/{format}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say a version in the format of others, or everything in it that the format cannot express (F007) */
    get: operations['exportTariffVersionAs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Read prices in the format of others as a tariff document; nothing is stored (F007) */
    post: operations['importTariffDocument'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-lint': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say what is wrong with a draft, and what is allowed but hardly meant; nothing is stored (F069) */
    post: operations['lintTariff'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-quotes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Price stays under a draft or a version, line by line; nothing is stored (F069) */
    post: operations['quoteTariff'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-comparisons': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a change of tariff does to stays, given ones or the past ones of a period (F069) */
    post: operations['compareTariffs'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-curves': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** How the fee grows with the length of a stay, as the minutes at which it changes (F069) */
    post: operations['getTariffCurve'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-curve-drawings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The same curve as a drawing; two curves are laid over each other (F069) */
    post: operations['drawTariffCurve'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lots/{lotId}/tariff-in-force': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read which tariff a lot has, its own or its group's, and which version a stay that begins now is priced under */
    get: operations['getLotTariff'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lot-groups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List groups of lots that have one tariff (F064) */
    get: operations['listLotGroups'];
    put?: never;
    /** Create a group of lots; a lot is in one group at most */
    post: operations['createLotGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/lot-groups/{groupId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        groupId: components['parameters']['LotGroupId'];
      };
      cookie?: never;
    };
    /** Read a group of lots */
    get: operations['getLotGroup'];
    put?: never;
    post?: never;
    /** Remove a group that never had an event */
    delete: operations['removeLotGroup'];
    options?: never;
    head?: never;
    /** Change a group's name or its lots */
    patch: operations['updateLotGroup'];
    trace?: never;
  };
  '/v1/lot-groups/{groupId}/tariff': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Say which tariff the lots of a group have that have none of their own; running stays keep theirs (F064) */
    put: operations['assignLotGroupTariff'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List dated events that tariffs price, those that were taken back too */
    get: operations['listTariffEvents'];
    put?: never;
    /** Say when an event runs at a lot or a group; it counts for stays that enter from now on */
    post: operations['createTariffEvent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tariff-events/{eventId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Take an event back; stays that have entered already keep it */
    delete: operations['removeTariffEvent'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies/{companyId}/wallet': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The owner's own wallet with a company; empty before the first recharge (F215) */
    get: operations['getMyWallet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies/{companyId}/wallet/movements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What came into the owner's own wallet and went out, newest first, with the balance after each */
    get: operations['listMyWalletMovements'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies/{companyId}/wallet/offers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a recharge brings now, under the promotions in force for this owner */
    get: operations['listRechargeOffers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies/{companyId}/wallet/recharges': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a recharge of the owner's own wallet; the bonus that is told holds when it is paid */
    post: operations['startRecharge'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies/{companyId}/wallet/recharges/{billId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a recharge of one's own, and whether it is paid */
    get: operations['getMyRecharge'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/companies/{companyId}/wallet/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Pay what a bill owes from the owner's own wallet, all or nothing; it is posted when this answers (F016) */
    post: operations['payFromWallet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet-owners': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who has this phone number; the whole number must be known */
    get: operations['findWalletOwner'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Balances of the company's wallets; phones are masked (F076) */
    get: operations['listWallets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{ownerId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Balance of an owner's wallet */
    get: operations['getWallet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{ownerId}/movements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Statement of an owner's wallet, newest first, with the balance after each movement (F077) */
    get: operations['listWalletMovements'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallets/{ownerId}/movements/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export the statement of an owner's wallet as CSV, streamed */
    get: operations['exportWalletMovements'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/recharges': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Recharge bills, newest first (F142) */
    get: operations['listRecharges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/recharges/totals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Totals of the recharge bills that the filters find, for the foot of their list (F142) */
    get: operations['totalRecharges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/recharges/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export the recharge bills that the filters find as CSV, streamed; phones are masked */
    get: operations['exportRecharges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet-top-ups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What staff put into wallets, and what waits for a second person, newest first */
    get: operations['listTopUps'];
    put?: never;
    /** Put cash that was taken, or a bonus to make up for something, into a wallet; large ones wait for a second person */
    post: operations['topUpWallet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet-top-ups/{topUpId}/decision': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approve or reject a top-up that waits, as somebody else than who asked for it */
    post: operations['decideTopUp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet-policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The company's rules for wallets */
    get: operations['getWalletPolicy'];
    /** Write a new version of the company's rules for wallets */
    put: operations['replaceWalletPolicy'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/recharge-promotions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The company's recharge promotions in their newest version */
    get: operations['listRechargePromotions'];
    put?: never;
    /** Promise a bonus for recharges from some amount on (F133) */
    post: operations['createRechargePromotion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/recharge-promotions/{promotionId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        promotionId: components['parameters']['PromotionId'];
      };
      cookie?: never;
    };
    /** Read a recharge promotion */
    get: operations['getRechargePromotion'];
    /** Write a new version of a recharge promotion; recharges that were started keep what they were told */
    put: operations['replaceRechargePromotion'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/recharge-promotions/{promotionId}/off': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Switch a promotion off by hand, before its time */
    post: operations['switchOffRechargePromotion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AuditItem: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['NullableId'];
      sessionId: components['schemas']['NullableId'];
      kind: string;
      cause: string;
      detail: {
        [key: string]: unknown;
      };
      state: components['schemas']['OpenState'];
      at: components['schemas']['Instant'];
    };
    AuditItemClosing: {
      reason: components['schemas']['Reason'];
    };
    AuditLogEntry: {
      id: components['schemas']['Id'];
      at: components['schemas']['Instant'];
      action: string;
      subjectKind: string;
      subjectId: string;
      actorKind: string;
      actorId: string;
      onBehalfOf: components['schemas']['NullableText'];
      reason: components['schemas']['NullableText'];
      before: {
        [key: string]: unknown;
      } | null;
      after: {
        [key: string]: unknown;
      } | null;
      requestId: components['schemas']['NullableText'];
      workflowId: components['schemas']['NullableText'];
      /** @description Part of the hash chain already */
      sealed: boolean;
    };
    TemporalPayloads: {
      payloads: {
        metadata?: {
          [key: string]: string;
        };
        data?: string;
      }[];
    };
    Board: {
      lotId: components['schemas']['Id'];
      name: string;
      kind: components['schemas']['LotKind'];
      state: components['schemas']['OpenState'];
      capacity: number;
      occupied: number;
      /** @description Never below zero */
      free: number;
      /** @description Grows with each change; of two boards of a lot the larger one is newer */
      version: number;
      updatedAt: components['schemas']['Instant'];
    };
    BoardList: {
      items: components['schemas']['Board'][];
    };
    Calibrate: {
      occupied: number;
      reason: components['schemas']['Reason'];
      /** @description On-street: the bays with a car; as many as `occupied` */
      occupiedBayCodes?: components['schemas']['Code'][];
    };
    Calibration: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['Id'];
      occupiedBefore: number;
      occupiedAfter: number;
      reason: string;
      calibratedBy: string;
      at: components['schemas']['Instant'];
    };
    /** @enum {string} */
    DayType: 'workday' | 'makeUpWorkday' | 'weekend' | 'shortHoliday' | 'longHoliday';
    /**
     * Format: date
     * @description YYYY-MM-DD, a date of the place
     */
    CalendarDate: string;
    /** @description Only the days that differ from their weekday, by date; `npm run calendar` writes such documents */
    CalendarDocument: {
      $schema?: string;
      /** @description For people and for breakdowns */
      version: string;
      /**
       * Format: time-zone
       * @description When its year begins; Asia/Shanghai when absent
       */
      zone?: string;
      /** @description `workday` on a Saturday or Sunday is a make-up workday; `weekend` on a Monday to Friday a day off */
      days: {
        [key: string]: components['schemas']['DayType'];
      };
      /** @description Days of the operator's own (a fair, a market day); a tariff sees those that it declares */
      ownDays?: {
        [key: string]: string;
      };
      /** @description What listed days are called */
      names?: {
        [key: string]: string;
      };
    };
    Calendar: {
      id: components['schemas']['Id'];
      name: string;
      /** @description Of the lots that have no calendar of their own */
      isDefault: boolean;
      /** @description So many days before the year's end the next year must be known */
      alarmDays: number;
      /** @description The highest number that a version ever had */
      latestVersion: number;
      /** @description What stays that begin now are priced under */
      versionInForce: number | null;
      /** @description Years that must be known by now and are not */
      missingYears: number[];
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    CalendarCreate: {
      name: components['schemas']['Name'];
      /** @description Takes the place of the default that was; false when absent */
      isDefault?: boolean;
      /** @description 45 when absent */
      alarmDays?: number;
      document?: components['schemas']['CalendarDocument'];
      effectiveFrom?: components['schemas']['Instant'];
    };
    CalendarUpdate: {
      name?: components['schemas']['Name'];
      isDefault?: boolean;
      alarmDays?: number;
    };
    CalendarVersion: {
      id: components['schemas']['Id'];
      calendarId: components['schemas']['Id'];
      version: components['schemas']['Version'];
      document: components['schemas']['CalendarDocument'];
      effectiveFrom: components['schemas']['Instant'];
      createdAt: components['schemas']['Instant'];
    };
    CalendarVersionCreate: {
      document: components['schemas']['CalendarDocument'];
      effectiveFrom?: components['schemas']['Instant'];
      /** @description Days that the document does not name stay as they are in the version that it takes the place of */
      keepOtherDays?: boolean;
    };
    CalendarDay: {
      date: components['schemas']['CalendarDate'];
      /** @description 1 is Monday */
      weekday: number;
      type: components['schemas']['DayType'];
      ownDay: components['schemas']['NullableText'];
      name: components['schemas']['NullableText'];
      /**
       * @description The calendar says so, or its weekday does
       * @enum {string}
       */
      because: 'listed' | 'weekday';
    };
    CalendarDays: {
      /** @description The version that says so; null when none is in force */
      version: number | null;
      days: components['schemas']['CalendarDay'][];
    };
    CalendarDayEntry: {
      type?: components['schemas']['DayType'];
      ownDay?: string;
      name?: string;
    };
    CalendarDayChange: {
      date: components['schemas']['CalendarDate'];
      /** @enum {string} */
      change: 'added' | 'removed' | 'changed';
      before?: components['schemas']['CalendarDayEntry'];
      after?: components['schemas']['CalendarDayEntry'];
    };
    CalendarChanges: {
      /** @description Null when it is compared with weekdays alone */
      from: number | null;
      version: components['schemas']['Version'];
      changes: components['schemas']['CalendarDayChange'][];
    };
    LotCalendar: {
      calendarId: components['schemas']['NullableId'];
    };
    BillAdjustment: {
      /** @description What the stay costs from now on, before discounts */
      grossFen: number;
      reason: components['schemas']['Reason'];
    };
    BillAdjusted: {
      billId: components['schemas']['Id'];
      grossFen: components['schemas']['Fen'];
      outstandingFen: components['schemas']['Fen'];
      surplusFen: components['schemas']['Fen'];
    };
    DebtTransfer: {
      plate: components['schemas']['PlateText'];
      colour?: components['schemas']['PlateColour'];
      reason: components['schemas']['Reason'];
    };
    DebtTransferred: {
      debtId: components['schemas']['Id'];
    };
    /** @enum {string} */
    DetectionState: 'new' | 'claimed' | 'done' | 'parked';
    Detection: {
      deviceId: components['schemas']['DeviceId'];
      eventId: string;
      lotId: components['schemas']['Id'];
      type: string;
      /** @description The device's own count */
      seq: number | null;
      at: components['schemas']['Instant'];
      receivedAt: components['schemas']['Instant'];
      state: components['schemas']['DetectionState'];
      error: components['schemas']['NullableText'];
      /** @description How many pictures came with it */
      pictures: number;
    };
    /** @enum {string} */
    DeviceKind: 'bay-sensor' | 'lane-camera' | 'lane-controller' | 'handheld' | 'video-pile' | 'high-mounted-video';
    Device: {
      id: components['schemas']['DeviceId'];
      lotId: components['schemas']['Id'];
      kind: components['schemas']['DeviceKind'];
      bayId: components['schemas']['NullableId'];
      laneId: components['schemas']['NullableId'];
      serial: components['schemas']['NullableText'];
      name: string;
      /** @enum {string} */
      state: 'in-use' | 'out-of-use';
      sourceAddresses: string[];
      online: boolean;
      lastSeenAt: components['schemas']['NullableInstant'];
      batteryPercent: number | null;
      signalDbm: number | null;
      firmware: components['schemas']['NullableText'];
      fault: components['schemas']['NullableText'];
      configuration: {
        [key: string]: unknown;
      };
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    DeviceCreate: {
      id: components['schemas']['DeviceId'];
      kind: components['schemas']['DeviceKind'];
      name: components['schemas']['Name'];
      bayCode?: components['schemas']['Code'];
      laneCode?: components['schemas']['Code'];
      serial?: string;
      sourceAddresses?: components['schemas']['SourceAddresses'];
      /** @default {} */
      configuration: {
        [key: string]: unknown;
      };
    };
    /** @description Only from these addresses; empty for any */
    SourceAddresses: (string | unknown | unknown)[];
    /** @description Shown this once */
    DeviceCredential: {
      deviceId: components['schemas']['DeviceId'];
      /** @description MQTT user name */
      username: string;
      /** @description MQTT password, and key of the HTTP signature */
      secret: string;
      topicPrefix: string;
      /** @description Secret push URL of a lane camera that cannot sign */
      pushUrl: string | null;
    };
    DeviceBatch: {
      devices: components['schemas']['DeviceCreate'][];
    };
    DeviceBatchCreated: {
      credentials: components['schemas']['DeviceCredential'][];
    };
    DeviceUpdate: {
      name?: components['schemas']['Name'];
      /** @enum {string} */
      state?: 'in-use' | 'out-of-use';
      serial?: string | null;
      sourceAddresses?: components['schemas']['SourceAddresses'];
      configuration?: {
        [key: string]: unknown;
      };
    };
    SignIn: {
      login: string;
      password: string;
    };
    FieldSignIn: {
      login: string;
      password: string;
      deviceId: string;
      /**
       * @description Signs the other handheld out
       * @default false
       */
      takeover: boolean;
    };
    Refresh: {
      refreshToken: string;
    };
    Phone: string;
    OwnerCodeRequest: {
      phone: components['schemas']['Phone'];
    };
    OwnerCodeSent: {
      expiresInSeconds: number;
      /** @description Earliest time of the next code */
      nextInSeconds: number;
    };
    OwnerSignIn: {
      phone: components['schemas']['Phone'];
      code: string;
    };
    Tokens: {
      accessToken: string;
      expiresInSeconds: number;
      /** @description Used once; using it twice ends the whole sign-in */
      refreshToken: string;
      refreshExpiresInSeconds: number;
    };
    Me: {
      /** @enum {string} */
      kind: 'staff' | 'field' | 'owner' | 'machine' | 'device' | 'platform';
      id: string;
      name: string;
      companyId: components['schemas']['NullableId'];
      roles: string[];
      rules: components['schemas']['Rule'][];
      /** @description Null for the whole company */
      lotIds?: components['schemas']['Id'][] | null;
    };
    Rule: {
      action: string;
      subject: string;
      inverted?: boolean;
    };
    PasswordChange: {
      currentPassword: string;
      newPassword: components['schemas']['Password'];
    };
    PasswordReset: {
      newPassword: components['schemas']['Password'];
      reason: components['schemas']['Reason'];
    };
    ScopeUnit: {
      /** @enum {string} */
      kind: 'branch' | 'area' | 'lot';
      id: components['schemas']['Id'];
    };
    Staff: {
      id: components['schemas']['Id'];
      /** @enum {string} */
      audience: 'staff' | 'field';
      login: string;
      displayName: string;
      /** @enum {string} */
      state: 'active' | 'locked' | 'left';
      roles: string[];
      /** @description Empty for the whole company */
      scope: components['schemas']['ScopeUnit'][];
      lockedUntil: components['schemas']['NullableInstant'];
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    StaffCreate: {
      /** @enum {string} */
      audience: 'staff' | 'field';
      login: string;
      displayName: components['schemas']['Name'];
      password: components['schemas']['Password'];
      roles: components['schemas']['Code'][];
      /** @default [] */
      scope: components['schemas']['ScopeUnit'][];
    };
    StaffUpdate: {
      displayName?: components['schemas']['Name'];
      /** @enum {string} */
      state?: 'active' | 'locked' | 'left';
      roles?: components['schemas']['Code'][];
      scope?: components['schemas']['ScopeUnit'][];
    };
    Role: {
      id: components['schemas']['Id'];
      name: string;
      title: string;
      rules: components['schemas']['Rule'][];
      builtIn: boolean;
      version: components['schemas']['Version'];
    };
    MachineCreate: {
      name: components['schemas']['Name'];
      roles: components['schemas']['Code'][];
      /** @default [] */
      scope: components['schemas']['ScopeUnit'][];
    };
    MachineCreated: {
      id: components['schemas']['Id'];
      /** @description The signing key, base64url; shown this once */
      key: string;
    };
    /** @enum {string} */
    LotKind: 'on-street' | 'off-street';
    /** @enum {string} */
    OpenState: 'open' | 'closed';
    Lot: {
      id: components['schemas']['Id'];
      code: string;
      name: string;
      kind: components['schemas']['LotKind'];
      capacity: number;
      /** @description IANA time zone; days and bands of a tariff are counted in it */
      zone: string;
      state: components['schemas']['OpenState'];
      branchId: components['schemas']['NullableId'];
      areaId: components['schemas']['Id'];
      roadId: components['schemas']['NullableId'];
      tariffId: components['schemas']['NullableId'];
      /**
       * Format: uuid
       * @description Null for the default of the company
       */
      calendarId: string | null;
      latitude: number | null;
      longitude: number | null;
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    LotCreate: {
      areaId: components['schemas']['Id'];
      branchId?: components['schemas']['Id'];
      roadId?: components['schemas']['Id'];
      tariffId?: components['schemas']['Id'];
      calendarId?: components['schemas']['Id'];
      code: components['schemas']['Code'];
      name: components['schemas']['Name'];
      kind: components['schemas']['LotKind'];
      capacity: number;
      /** Format: time-zone */
      zone: string;
      latitude?: number;
      longitude?: number;
      policy?: components['schemas']['LotPolicyChange'];
    };
    LotUpdate: {
      branchId?: components['schemas']['NullableId'];
      roadId?: components['schemas']['NullableId'];
      areaId?: components['schemas']['Id'];
      name?: components['schemas']['Name'];
      capacity?: number;
      state?: components['schemas']['OpenState'];
      latitude?: number | null;
      longitude?: number | null;
    };
    LotPolicy: {
      settleGraceSeconds: number;
      paidLeaveGraceSeconds: number;
      quoteFrozenSeconds: number;
      laneReadFreshSeconds: number;
      entryReservationSeconds: number;
      /** @enum {string} */
      exitWithoutEntry: 'open' | 'call';
      /** @enum {string} */
      fullLot: 'refuse' | 'open';
      arrearsAtEntry: components['schemas']['ArrearsAtEntry'];
      exemptClasses: string[];
      deviceClockToleranceSeconds: number;
      minimumConfidence: number;
      automaticRefundLimitFen: components['schemas']['Fen'];
      maximumStayDays: number;
      /** @enum {string} */
      reminders: 'off' | 'on';
      version: components['schemas']['Version'];
    };
    ArrearsAtEntry: {
      /** @enum {string} */
      action: 'ignore' | 'warn' | 'demand' | 'refuse';
      thresholdFen: components['schemas']['Fen'];
    };
    /** @description What is not named keeps its value (at creation, its default) */
    LotPolicyChange: {
      settleGraceSeconds?: number;
      paidLeaveGraceSeconds?: number;
      quoteFrozenSeconds?: number;
      laneReadFreshSeconds?: number;
      entryReservationSeconds?: number;
      /** @enum {string} */
      exitWithoutEntry?: 'open' | 'call';
      /** @enum {string} */
      fullLot?: 'refuse' | 'open';
      arrearsAtEntry?: components['schemas']['ArrearsAtEntry'];
      exemptClasses?: (
        | 'ordinary'
        | 'nev-small'
        | 'nev-large'
        | 'police'
        | 'trainer'
        | 'trailer'
        | 'hk-macao'
        | 'embassy'
        | 'consulate'
        | 'armed-police'
        | 'military'
        | 'emergency'
        | 'civil-aviation'
      )[];
      deviceClockToleranceSeconds?: number;
      minimumConfidence?: number;
      automaticRefundLimitFen?: number;
      maximumStayDays?: number;
      /** @enum {string} */
      reminders?: 'off' | 'on';
    };
    LotTariff: {
      tariffId: components['schemas']['NullableId'];
    };
    Bay: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['Id'];
      code: string;
      /** @enum {string} */
      state: 'in-use' | 'out-of-use';
      /** @description What the newest sensor event says */
      occupied: boolean;
      occupiedChangedAt: components['schemas']['NullableInstant'];
      version: components['schemas']['Version'];
    };
    BayCreate: {
      code: components['schemas']['Code'];
      /**
       * @default in-use
       * @enum {string}
       */
      state: 'in-use' | 'out-of-use';
    };
    BayUpdate: {
      code?: components['schemas']['Code'];
      /** @enum {string} */
      state?: 'in-use' | 'out-of-use';
    };
    BayImport: {
      created: number;
      updated: number;
      unchanged: number;
    };
    Lane: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['Id'];
      code: string;
      name: string;
      /** @enum {string} */
      direction: 'entry' | 'exit';
      /**
       * @description What ends a stay after the barrier opened
       * @enum {string}
       */
      confirmation: 'exit-camera' | 'loop' | 'none';
      state: components['schemas']['OpenState'];
      version: components['schemas']['Version'];
    };
    LaneCreate: {
      code: components['schemas']['Code'];
      name: components['schemas']['Name'];
      /** @enum {string} */
      direction: 'entry' | 'exit';
      /**
       * @default none
       * @enum {string}
       */
      confirmation: 'exit-camera' | 'loop' | 'none';
      state?: components['schemas']['OpenState'];
    };
    LaneUpdate: {
      name?: components['schemas']['Name'];
      /** @enum {string} */
      confirmation?: 'exit-camera' | 'loop' | 'none';
      state?: components['schemas']['OpenState'];
    };
    Company: {
      id: components['schemas']['Id'];
      name: string;
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    CompanyCreate: {
      name: components['schemas']['Name'];
      administrator: {
        login: string;
        displayName: components['schemas']['Name'];
        password: components['schemas']['Password'];
      };
    };
    CompanyCreated: {
      id: components['schemas']['Id'];
      administratorId: components['schemas']['Id'];
    };
    NameUpdate: {
      name: components['schemas']['Name'];
    };
    Branch: {
      id: components['schemas']['Id'];
      name: string;
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    BranchCreate: {
      name: components['schemas']['Name'];
    };
    Area: {
      id: components['schemas']['Id'];
      name: string;
      code: components['schemas']['NullableText'];
      branchId: components['schemas']['NullableId'];
      parentAreaId: components['schemas']['NullableId'];
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    AreaCreate: {
      name: components['schemas']['Name'];
      code?: components['schemas']['Code'];
      branchId?: components['schemas']['Id'];
      parentAreaId?: components['schemas']['Id'];
    };
    AreaUpdate: {
      name?: components['schemas']['Name'];
      code?: string | null;
      branchId?: components['schemas']['NullableId'];
    };
    Road: {
      id: components['schemas']['Id'];
      areaId: components['schemas']['Id'];
      name: string;
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    RoadCreate: {
      areaId: components['schemas']['Id'];
      name: components['schemas']['Name'];
    };
    /** @enum {string} */
    PaymentChannel: 'wechat' | 'alipay' | 'unionpay' | 'aggregate' | 'card' | 'etc' | 'wallet' | 'cash';
    /** @enum {string} */
    AttemptState: 'created' | 'pending' | 'succeeded' | 'failed' | 'closed';
    BillQuote: {
      billId: components['schemas']['Id'];
      dueFen: components['schemas']['Fen'];
      at: components['schemas']['Instant'];
    };
    PaymentStart:
      | {
          /** @constant */
          channel: 'wechat';
          /**
           * @description A code that the driver scans
           * @enum {string}
           */
          product: 'native';
        }
      | {
          /** @constant */
          channel: 'alipay';
          /**
           * @description A code that the driver scans, or the address of a page for the browser of a phone
           * @enum {string}
           */
          product: 'native' | 'h5';
        };
    CashPayment: {
      amountFen: number;
    };
    Payment: {
      id: components['schemas']['Id'];
      billId: components['schemas']['Id'];
      /** @description Null when it pays a recharge */
      sessionId: components['schemas']['NullableId'];
      lotId: components['schemas']['NullableId'];
      channel: components['schemas']['PaymentChannel'];
      state: components['schemas']['AttemptState'];
      amountFen: components['schemas']['Fen'];
      /** @description Our number, by which the channel knows the attempt */
      outTradeNo: string;
      channelTradeNo: components['schemas']['NullableText'];
      /** @description What the driver scans or opens, while the attempt is pending */
      codeUrl: string | null;
      collectedBy: components['schemas']['NullableText'];
      failureCode: components['schemas']['NullableText'];
      /** @description Masked */
      plate: string | null;
      createdAt: components['schemas']['Instant'];
      succeededAt: components['schemas']['NullableInstant'];
    };
    PaymentDetail: {
      payment: components['schemas']['Payment'];
      allocations: {
        /** @enum {string} */
        kind: 'advance' | 'bill' | 'debt' | 'surplus';
        amountFen: components['schemas']['Fen'];
        debtId: components['schemas']['NullableId'];
      }[];
      refunds: components['schemas']['Refund'][];
    };
    Refund: {
      id: components['schemas']['Id'];
      amountFen: components['schemas']['Fen'];
      reason: string;
      /** @enum {string} */
      state: 'requested' | 'approved' | 'executing' | 'succeeded' | 'abnormal' | 'rejected';
      outRefundNo: string;
      failureCode: components['schemas']['NullableText'];
      requestedAt: components['schemas']['Instant'];
      succeededAt: components['schemas']['NullableInstant'];
    };
    PublicBill: {
      dueFen: components['schemas']['Fen'];
    };
    PublicPayment: {
      amountFen: components['schemas']['Fen'];
      state: components['schemas']['AttemptState'];
      codeUrl: components['schemas']['NullableText'];
    };
    PemText: string;
    WechatMerchant: {
      merchantId: string;
      appId: string;
      merchantSerial: string;
      merchantPrivateKeyPem: components['schemas']['PemText'];
      /** @description Exactly 32 bytes */
      apiV3Key: string;
      verification:
        | {
            /** @constant */
            mode: 'certificates';
          }
        | {
            /** @constant */
            mode: 'public-key';
            keyId: string;
            publicKeyPem: components['schemas']['PemText'];
          };
    };
    AlipayMerchant: {
      /** @description The number of the seller (PID) */
      merchantId: string;
      appId: string;
      merchantPrivateKeyPem: components['schemas']['PemText'];
      /** @description Alipay's key for this app, not the app's own public key */
      alipayPublicKeyPem: components['schemas']['PemText'];
    };
    MerchantAccount: {
      id: components['schemas']['Id'];
      /** @enum {string} */
      channel: 'wechat' | 'alipay';
      merchantNumber: string;
      appId: string;
      merchantSerial: components['schemas']['NullableText'];
      /** @enum {string} */
      verificationMode: 'certificates' | 'public-key';
      /** @description Where the channel sends its notices */
      notifyUrl: string;
    };
    MerchantAccountList: {
      items: components['schemas']['MerchantAccount'][];
    };
    /** @description A day of the channel, in China */
    BillDate: string;
    /** @description Amount in fen; below zero it goes the other way */
    SignedFen: number;
    /** @enum {string} */
    BillFileState: 'awaited' | 'loaded' | 'reconciled';
    /** @enum {string} */
    MatchClass: 'matched' | 'amount-differs' | 'channel-only' | 'ours-only' | 'fee-differs' | 'state-differs';
    /** @description A channel's bill of one day of one merchant account */
    BillFile: {
      id: components['schemas']['Id'];
      merchantAccountId: components['schemas']['Id'];
      channel: string;
      date: components['schemas']['BillDate'];
      state: components['schemas']['BillFileState'];
      /** @description Of the unpacked file; null for a day without a bill */
      hash: string | null;
      lineCount: number;
      paidFen: components['schemas']['Fen'];
      refundedFen: components['schemas']['Fen'];
      feeFen: components['schemas']['SignedFen'];
      /** @description What the last attempt to get it said */
      error: string | null;
      loadedAt: components['schemas']['NullableInstant'];
      reconciledAt: components['schemas']['NullableInstant'];
    };
    BillFileDetail: {
      file: components['schemas']['BillFile'];
      classes: {
        class: components['schemas']['MatchClass'];
        count: number;
        settledFen: components['schemas']['SignedFen'];
        suspenseFen: components['schemas']['SignedFen'];
      }[];
    };
    /** @description What one line of a bill, or one payment or refund that has none, was found to be */
    ReconciliationResult: {
      id: components['schemas']['Id'];
      class: components['schemas']['MatchClass'];
      /** @enum {string|null} */
      absence: 'carried' | 'missing' | 'arrived' | null;
      /** @enum {string} */
      kind: 'payment' | 'refund';
      lineNumber: number | null;
      outTradeNo: components['schemas']['NullableText'];
      outRefundNo: components['schemas']['NullableText'];
      transactionId: components['schemas']['NullableText'];
      paymentId: components['schemas']['NullableId'];
      refundId: components['schemas']['NullableId'];
      settledFen: components['schemas']['SignedFen'];
      ownFen: components['schemas']['SignedFen'];
      suspenseFen: components['schemas']['SignedFen'];
      feeFen: components['schemas']['SignedFen'];
      expectedFeeFen: number | null;
      at: components['schemas']['NullableInstant'];
    };
    ReconciliationRun: {
      date: components['schemas']['BillDate'];
    };
    ReconciliationStarted: {
      workflowId: string;
    };
    MerchantTerms: {
      /** @description What the channel keeps, in hundredths of a per cent; null: believed as it comes */
      feeBasisPoints: number | null;
    };
    /** @enum {string} */
    ExceptionState: 'open' | 'claimed' | 'resolved';
    /** @enum {string} */
    ExceptionDecision: 'explained' | 'allocated' | 'returned' | 'written-off';
    ReconciliationException: {
      id: components['schemas']['Id'];
      billFileId: components['schemas']['Id'];
      merchantAccountId: components['schemas']['Id'];
      channel: string;
      date: components['schemas']['BillDate'];
      /** @enum {string} */
      kind: 'payment' | 'refund';
      class: components['schemas']['MatchClass'];
      suspenseFen: components['schemas']['SignedFen'];
      state: components['schemas']['ExceptionState'];
      /** @description Who owns it */
      claimedBy: string | null;
      deadline: components['schemas']['Instant'];
      /** @enum {string|null} */
      proposedDecision: 'allocated' | 'returned' | 'written-off' | null;
      proposedBillId: components['schemas']['NullableId'];
      /** @enum {string|null} */
      resolution: 'explained' | 'allocated' | 'returned' | 'written-off' | 'arrived' | 'booked-from-bill' | null;
      reason: components['schemas']['NullableText'];
      resolvedBy: components['schemas']['NullableText'];
      approvedBy: components['schemas']['NullableText'];
      paymentId: components['schemas']['NullableId'];
      outTradeNo: components['schemas']['NullableText'];
      transactionId: components['schemas']['NullableText'];
      openedAt: components['schemas']['Instant'];
      resolvedAt: components['schemas']['NullableInstant'];
    };
    ExceptionResolution: {
      decision: components['schemas']['ExceptionDecision'];
      reason: components['schemas']['Reason'];
      /**
       * Format: uuid
       * @description Whose money it is, for `allocated`
       */
      billId?: string;
    };
    CloseFigures: {
      receivedFen: components['schemas']['SignedFen'];
      refundedFen: components['schemas']['SignedFen'];
      settledFen: components['schemas']['SignedFen'];
      feeFen: components['schemas']['SignedFen'];
      toSuspenseFen: components['schemas']['SignedFen'];
      fromSuspenseFen: components['schemas']['SignedFen'];
    };
    DailyClose: {
      id: components['schemas']['Id'];
      date: components['schemas']['BillDate'];
      figures: components['schemas']['CloseFigures'];
      adjusted: components['schemas']['CloseFigures'];
      adjustments: number;
      closedBy: string;
      closedAt: components['schemas']['Instant'];
    };
    DailyCloseCreate: {
      date: components['schemas']['BillDate'];
    };
    DailyCloseAdjustment: {
      reason: components['schemas']['Reason'];
    };
    /** @enum {string} */
    Phase: 'parked' | 'left' | 'closed';
    /** @enum {string} */
    Outcome: 'settled' | 'free' | 'exempt' | 'void' | 'handed-over' | 'unidentified' | 'review';
    /** @enum {string} */
    PaymentState: 'running' | 'free' | 'unpaid' | 'part-paid' | 'paid' | 'debt' | 'void';
    SessionSummary: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['Id'];
      lotName: string;
      setting: components['schemas']['LotKind'];
      bayCode: components['schemas']['NullableText'];
      /** @description Masked unless the role may read plates */
      plate: string | null;
      plateColour: components['schemas']['NullableText'];
      vehicleClass: string;
      ticket: components['schemas']['NullableText'];
      phase: components['schemas']['Phase'];
      outcome: string | null;
      exemption: components['schemas']['NullableText'];
      enteredAt: components['schemas']['Instant'];
      leftAt: components['schemas']['NullableInstant'];
      closedAt: components['schemas']['NullableInstant'];
      /** @description Null while parked */
      durationSeconds: number | null;
      grossFen: components['schemas']['Fen'];
      discountFen: components['schemas']['Fen'];
      paidFen: components['schemas']['Fen'];
      refundedFen: components['schemas']['Fen'];
      /** @description Still due of the final bill; ask the quote of a running stay */
      dueFen: number;
      paymentState: components['schemas']['PaymentState'];
      revision: number;
    };
    /** @description Over everything that the filters find, not only this page */
    SessionTotals: {
      sessions: number;
      prepaidFen: components['schemas']['Fen'];
      receivableFen: components['schemas']['Fen'];
      discountFen: components['schemas']['Fen'];
      receivedFen: components['schemas']['Fen'];
      refundedFen: components['schemas']['Fen'];
      dueFen: components['schemas']['Fen'];
    };
    SessionPage: {
      items: components['schemas']['SessionSummary'][];
      nextCursor?: string;
      totals?: components['schemas']['SessionTotals'];
    };
    SessionDetail: {
      session: components['schemas']['SessionSummary'];
      bill: components['schemas']['SessionBill'];
      discounts: components['schemas']['SessionDiscount'][];
      passages: components['schemas']['Passage'][];
      evidence: components['schemas']['Evidence'][];
      effects: components['schemas']['SessionEffect'][];
      requests: components['schemas']['SessionRequest'][];
    };
    SessionBill: {
      id: components['schemas']['Id'];
      /** @enum {string} */
      state: 'running' | 'final' | 'void';
      /** @enum {string} */
      ownerKind: 'session' | 'debt' | 'none';
      grossFen: components['schemas']['Fen'];
      discountFen: components['schemas']['Fen'];
      paidFen: components['schemas']['Fen'];
      surplusFen: components['schemas']['Fen'];
      refundedFen: components['schemas']['Fen'];
      suspended: boolean;
      finalAt: components['schemas']['NullableInstant'];
    };
    SessionDiscount: {
      id: components['schemas']['Id'];
      sponsor: string;
      kind: string;
      value: number;
      appliedFen: number | null;
      reason: string;
      grantedBy: string;
      grantedAt: components['schemas']['Instant'];
    };
    SessionEffect: {
      effectId: string;
      kind: string;
      revision: number;
      at: components['schemas']['Instant'];
      refusedCode: components['schemas']['NullableText'];
    };
    SessionRequest: {
      id: components['schemas']['Id'];
      kind: string;
      reason: components['schemas']['NullableText'];
      requestedBy: string;
      /** @enum {string} */
      state: 'submitted' | 'applied' | 'refused';
      code: components['schemas']['NullableText'];
      createdAt: components['schemas']['Instant'];
    };
    Evidence: {
      id: components['schemas']['Id'];
      kind: string;
      deviceId: components['schemas']['NullableText'];
      at: components['schemas']['Instant'];
      /** @description A link for five minutes */
      pictureUrl: string | null;
    };
    Passage: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['Id'];
      laneCode: components['schemas']['NullableText'];
      bayCode: components['schemas']['NullableText'];
      sessionId: components['schemas']['NullableId'];
      plate: components['schemas']['NullableText'];
      plateColour: components['schemas']['NullableText'];
      deviceId: string;
      /** @enum {string} */
      direction: 'in' | 'out';
      /** @enum {string} */
      result: 'entry' | 'exit' | 'exit-without-entry' | 'refused' | 'repeated';
      at: components['schemas']['Instant'];
    };
    Applied: {
      requestId: components['schemas']['Id'];
      revision: number;
    };
    PlateBinding: {
      plate: components['schemas']['PlateText'];
      colour?: components['schemas']['PlateColour'];
      reason?: components['schemas']['Reason'];
    };
    PlateCorrection: {
      plate: components['schemas']['PlateText'];
      colour?: components['schemas']['PlateColour'];
      reason: components['schemas']['Reason'];
    };
    TimesCorrection: {
      enteredAt: components['schemas']['Instant'];
      reason: components['schemas']['Reason'];
    };
    BayMove: {
      bayId: components['schemas']['Id'];
      reason: components['schemas']['Reason'];
    };
    Exemption: {
      reason: components['schemas']['Reason'];
    };
    VoidRequest: {
      reason: components['schemas']['Reason'];
      /** @description The refused request (`second-person-required`) of a colleague that this one confirms */
      confirmsRequestId?: components['schemas']['Id'];
    };
    DiscountGrant: {
      /**
       * @description `value` is fen, percent, or 0
       * @enum {string}
       */
      kind: 'amount' | 'percent' | 'full';
      value: number;
      /** @default operator */
      sponsor: string;
      reason: components['schemas']['Reason'];
    };
    SessionOpen: {
      lotId: components['schemas']['Id'];
      bayCode?: components['schemas']['Code'];
      plate?: components['schemas']['PlateText'];
      colour?: components['schemas']['PlateColour'];
      enteredAt?: components['schemas']['Instant'];
    };
    SessionOpened: {
      sessionId: components['schemas']['Id'];
      /** @description False when it was open before and the plate joined it */
      opened: boolean;
    };
    ExitRequest: {
      laneId: components['schemas']['Id'];
      reason?: components['schemas']['Reason'];
    };
    ExitAnswer: {
      /** @enum {string} */
      verdict: 'open' | 'pay' | 'refuse';
      decisionId: components['schemas']['Id'];
      dueFen?: components['schemas']['Fen'];
      paymentUrl?: string;
      code?: string;
    };
    ExitCandidates: {
      items: {
        session: components['schemas']['SessionSummary'];
        /** @enum {string} */
        matched: 'bay' | 'plate' | 'similar-plate' | 'recognition';
        /** @description 0 for an exact match; grows with the difference */
        cost: number;
      }[];
    };
    QuoteLine: {
      /** @enum {unknown} */
      kind: 'units' | 'flat' | 'ladder' | 'jump' | 'free' | 'freeTime' | 'noCharge' | 'adjustment';
      band: string;
      dayType: string;
      tier: number;
      units: number;
      unitMinutes: number;
      unitPriceFen: number;
      /** @description An adjustment may be negative; the lines add up to the fee */
      amountFen: number;
      capReducedFen?: components['schemas']['Fen'];
      freeMinutesUsed?: number;
      from: components['schemas']['Instant'];
      to: components['schemas']['Instant'];
      text: string;
    };
    SessionQuote: {
      sessionId: components['schemas']['Id'];
      billId: components['schemas']['Id'];
      at: components['schemas']['Instant'];
      feeFen: components['schemas']['Fen'];
      discountFen: components['schemas']['Fen'];
      paidFen: components['schemas']['Fen'];
      dueFen: components['schemas']['Fen'];
      lines: components['schemas']['QuoteLine'][];
    };
    Tariff: {
      id: components['schemas']['Id'];
      name: string;
      latestVersion: number;
      createdAt: components['schemas']['Instant'];
    };
    /** @description A tariff in the tariff language; its own schema is checked beyond this one */
    TariffDocument: {
      [key: string]: unknown;
    };
    TariffCreate: {
      name: components['schemas']['Name'];
      document?: components['schemas']['TariffDocument'];
      effectiveFrom?: components['schemas']['Instant'];
    };
    TariffVersion: {
      id: components['schemas']['Id'];
      tariffId: components['schemas']['Id'];
      version: components['schemas']['Version'];
      document: components['schemas']['TariffDocument'];
      effectiveFrom: components['schemas']['Instant'];
      /**
       * @description `in-force` is what a stay that begins now is priced under; `replaced` may still price stays that run
       * @enum {string}
       */
      state: 'to-come' | 'in-force' | 'replaced' | 'withdrawn';
      createdAt: components['schemas']['Instant'];
      createdBy: components['schemas']['NullableText'];
      withdrawnAt: components['schemas']['NullableInstant'];
    };
    TariffVersionCreate: {
      document: components['schemas']['TariffDocument'];
      /** @description At once when absent */
      effectiveFrom?: components['schemas']['Instant'];
    };
    TariffWithdrawal: {
      reason: components['schemas']['Reason'];
    };
    /** @description A version as a file. Only the document is imported; the rest says where it comes from. */
    TariffFile: {
      /** @constant */
      format: 'city-parking-tariff/1';
      tariffName?: string;
      version?: components['schemas']['Version'];
      effectiveFrom?: components['schemas']['Instant'];
      createdAt?: components['schemas']['Instant'];
      exportedAt?: components['schemas']['Instant'];
      document: components['schemas']['TariffDocument'];
    };
    /**
     * @description `cds` is the Curbs API of the Curb Data Specification 1.0, `db4401` the charging periods of DB4401/T 133-2021
     * @enum {string}
     */
    TariffFormat: 'cds' | 'db4401';
    /** @description A class of the tariff */
    TariffVehicle: string;
    /**
     * @description Prices of one vehicle class in the format of others: an answer of `/curbs/policies`, or a car park with its collection of
     *     `ChargingPeriod`
     */
    ForeignTariff: {
      [key: string]: unknown;
    };
    TariffImport: {
      format: components['schemas']['TariffFormat'];
      content: components['schemas']['ForeignTariff'];
      /** @description The class that the prices become; `small` when absent */
      vehicle?: components['schemas']['TariffVehicle'];
      /** @description Of CDS only. What such a vehicle is in its words; a rule for user classes applies when all of them are here */
      userClasses?: string[];
    };
    ImportedTariff: {
      document: components['schemas']['TariffDocument'];
    };
    TariffText: {
      zh: string;
      en: string;
    };
    TariffLint: {
      document: components['schemas']['TariffDocument'];
    };
    TariffFinding: {
      /** @description Into the document */
      pointer: string;
      code: string;
      message: components['schemas']['TariffText'];
    };
    TariffFindings: {
      /** @description A document with a problem is refused as a version */
      problems: components['schemas']['TariffFinding'][];
      /** @description Allowed, and hardly meant; only of documents without a problem */
      warnings: components['schemas']['TariffFinding'][];
    };
    /** @description A version that is stored, or a draft */
    TariffChoice:
      | {
          versionId: components['schemas']['Id'];
        }
      | {
          document: components['schemas']['TariffDocument'];
        };
    /** @description What a rule may ask beyond the stay itself */
    TariffStayContext: {
      event?: {
        start: components['schemas']['Instant'];
        end: components['schemas']['Instant'];
      };
      priorStays?: {
        entry: components['schemas']['Instant'];
        exit: components['schemas']['Instant'];
      }[];
      bays?: number;
    };
    TariffStay: {
      entry: components['schemas']['Instant'];
      exit: components['schemas']['Instant'];
      /** @description A class of the tariff; `small` when absent */
      vehicle?: string;
      context?: components['schemas']['TariffStayContext'];
    };
    TariffQuoteRequest: {
      tariff: components['schemas']['TariffChoice'];
      /** @description Together at most 3,660 days */
      stays: components['schemas']['TariffStay'][];
    };
    TariffQuoteLine: {
      kind: string;
      band: string;
      dayType: string;
      tier: number;
      units: number;
      unitMinutes: number;
      unitPriceFen: number;
      /** @description After caps; that of an adjustment may be negative */
      amountFen: number;
      capApplied?: {
        per: string;
        reducedFen: components['schemas']['Fen'];
      };
      freeMinutesUsed?: number;
      from: components['schemas']['Instant'];
      to: components['schemas']['Instant'];
      text: components['schemas']['TariffText'];
    };
    /** @description Why a stay has no price */
    TariffRefusal: {
      code: components['schemas']['ProblemCode'];
      detail?: string;
    } | null;
    TariffQuote: {
      feeFen: number | null;
      lines: components['schemas']['TariffQuoteLine'][];
      overstayedSince?: components['schemas']['Instant'];
      refusal: components['schemas']['TariffRefusal'];
    };
    TariffQuotes: {
      currency: string;
      zone: string;
      /** @description In the order of the stays; instants are in the zone of the tariff */
      quotes: components['schemas']['TariffQuote'][];
    };
    /**
     * @description Closed stays that entered in the period: neither void nor exempt, each with its own calendar, events and earlier stays. Without
     *     `lotIds` those that were priced under the tariff of `before`, or, when that is a draft, all.
     */
    TariffPastStays: {
      from: components['schemas']['Instant'];
      /** @description At most 31 days after `from` */
      until: components['schemas']['Instant'];
      lotIds?: components['schemas']['Id'][];
    };
    /** @description Either `stays` or `past` */
    TariffComparisonRequest: {
      before: components['schemas']['TariffChoice'];
      after: components['schemas']['TariffChoice'];
      stays?: components['schemas']['TariffStay'][];
      past?: components['schemas']['TariffPastStays'];
      /** @description How many of the biggest changes to name; 20 when absent */
      biggest?: number;
    };
    TariffComparisonTotals: {
      stays: number;
      /** @description Stays that become dearer */
      up: number;
      down: number;
      same: number;
      /** @description Stays that one of the tariffs does not price; they are in no amount */
      refused: number;
      refusedBefore: number;
      refusedAfter: number;
      beforeFen: components['schemas']['Fen'];
      afterFen: components['schemas']['Fen'];
      differenceFen: number;
    };
    TariffLotComparison: {
      lotId: components['schemas']['Id'];
      lotName: string;
      totals: components['schemas']['TariffComparisonTotals'];
    };
    TariffChangedStay: {
      /** @description The number of the given stay, from 0 */
      stay: number | null;
      sessionId: components['schemas']['NullableId'];
      lotId: components['schemas']['NullableId'];
      entry: components['schemas']['Instant'];
      exit: components['schemas']['Instant'];
      vehicle: string;
      beforeFen: components['schemas']['Fen'];
      afterFen: components['schemas']['Fen'];
      differenceFen: number;
    };
    /** @description An amount is null where the tariff does not price the stay */
    TariffStayDifference: {
      beforeFen: number | null;
      afterFen: number | null;
      differenceFen: number | null;
    };
    TariffComparison: {
      currency: string;
      totals: components['schemas']['TariffComparisonTotals'];
      lots: components['schemas']['TariffLotComparison'][];
      biggest: components['schemas']['TariffChangedStay'][];
      /** @description Of given stays, in their order; empty for past ones */
      stays: components['schemas']['TariffStayDifference'][];
    };
    TariffCurveRequest: {
      tariff: components['schemas']['TariffChoice'];
      compareWith?: components['schemas']['TariffChoice'];
      entry: components['schemas']['Instant'];
      /** @description Length of the curve; 24 when absent */
      hours?: number;
      /** @description A class of the tariff; `small` when absent */
      vehicle?: string;
      context?: components['schemas']['TariffStayContext'];
    };
    TariffCurve: {
      name: components['schemas']['TariffText'];
      points: {
        /** @description From this length on */
        minutes: number;
        feeFen: components['schemas']['Fen'];
      }[];
    };
    TariffCurves: {
      currency: string;
      entry: components['schemas']['Instant'];
      hours: number;
      vehicle: string;
      curves: components['schemas']['TariffCurve'][];
    };
    LotTariffInForce: {
      lotId: components['schemas']['Id'];
      tariffId: components['schemas']['NullableId'];
      /**
       * @description A lot's own tariff wins over its group's
       * @enum {string|null}
       */
      from: 'lot' | 'group' | null;
      groupId: components['schemas']['NullableId'];
      groupName: components['schemas']['NullableText'];
      /**
       * Format: uuid
       * @description What a stay that begins now is priced under; null where it would have no price
       */
      versionId: string | null;
    };
    LotGroup: {
      id: components['schemas']['Id'];
      name: string;
      tariffId: components['schemas']['NullableId'];
      /** @description Those that the caller may see */
      lotIds: components['schemas']['Id'][];
      createdAt: components['schemas']['Instant'];
      version: components['schemas']['Version'];
    };
    LotGroupLots: components['schemas']['Id'][];
    LotGroupCreate: {
      name: components['schemas']['Name'];
      tariffId?: components['schemas']['Id'];
      lotIds?: components['schemas']['LotGroupLots'];
    };
    LotGroupUpdate: {
      name?: components['schemas']['Name'];
      lotIds?: components['schemas']['LotGroupLots'];
    };
    TariffEvent: {
      id: components['schemas']['Id'];
      lotId: components['schemas']['NullableId'];
      groupId: components['schemas']['NullableId'];
      name: string;
      start: components['schemas']['Instant'];
      end: components['schemas']['Instant'];
      createdAt: components['schemas']['Instant'];
      createdBy: string;
      removedAt: components['schemas']['NullableInstant'];
    };
    /** @description Either `lotId` or `groupId`; the window that the event prices is the tariff's */
    TariffEventCreate: {
      lotId?: components['schemas']['Id'];
      groupId?: components['schemas']['Id'];
      name: components['schemas']['Name'];
      start: components['schemas']['Instant'];
      end: components['schemas']['Instant'];
    };
    /** Format: uuid */
    Id: string;
    DeviceId: string;
    /**
     * Format: date-time
     * @description RFC 3339 with offset
     */
    Instant: string;
    /** @description Amount in fen, 1/100 yuan */
    Fen: number;
    Name: string;
    Code: string;
    Reason: string;
    /** Format: uuid */
    NullableId: string | null;
    /** Format: date-time */
    NullableInstant: string | null;
    NullableText: string | null;
    Password: string;
    /** @description A licence plate, in any usual writing */
    PlateText: string;
    /** @enum {string} */
    PlateColour: 'blue' | 'yellow' | 'green' | 'yellow-green' | 'white' | 'black' | 'unknown';
    Version: number;
    Problem: {
      type: string;
      title: string;
      status: number;
      detail?: string;
      instance?: string;
      code: components['schemas']['ProblemCode'];
      requestId: string;
      /** @description The request row that was refused, when there is one */
      reference?: string;
      errors?: {
        /** @description Where: `/body/name`, `/query/limit`, `/path/lotId`, `/row/3/column/code` */
        pointer: string;
        code: string;
        message: string;
      }[];
    };
    PositiveFen: number;
    WalletBalance: {
      /** @description What was paid in and can be paid out again */
      principalFen: components['schemas']['Fen'];
      /** @description What was given; it pays bills and is never paid out */
      bonusFen: components['schemas']['Fen'];
      /** @description Of both what is reserved */
      heldFen: components['schemas']['Fen'];
      /** @description Of both what is not reserved */
      spendableFen: components['schemas']['Fen'];
    };
    Wallet: {
      ownerId: components['schemas']['Id'];
      /** @description Masked */
      phone: string;
      principalFen: components['schemas']['Fen'];
      bonusFen: components['schemas']['Fen'];
      heldFen: components['schemas']['Fen'];
      spendableFen: components['schemas']['Fen'];
    };
    WalletOwner: {
      ownerId: components['schemas']['Id'];
      /** @description Masked */
      phone: string;
    };
    /** @enum {string} */
    WalletMovementKind: 'recharge' | 'bonus' | 'payment' | 'refund' | 'withdrawal' | 'correction';
    WalletMovement: {
      sequence: number;
      kind: components['schemas']['WalletMovementKind'];
      at: components['schemas']['Instant'];
      principalFen: components['schemas']['SignedFen'];
      bonusFen: components['schemas']['SignedFen'];
      principalAfterFen: components['schemas']['Fen'];
      bonusAfterFen: components['schemas']['Fen'];
      balanceAfterFen: components['schemas']['Fen'];
      /** @description payment, refund, recharge, top-up, withdrawal */
      causeKind: string;
      causeId: string;
    };
    RechargeOffers: {
      minimumFen: components['schemas']['Fen'];
      maximumFen: components['schemas']['Fen'];
      promotions: {
        promotionId: components['schemas']['Id'];
        name: string;
        tiers: components['schemas']['PromotionTier'][];
        firstRechargeOnly: boolean;
        validUntil: components['schemas']['Instant'];
      }[];
    };
    RechargeStart: {
      amountFen: components['schemas']['PositiveFen'];
      payment: components['schemas']['PaymentStart'];
    };
    RechargeStarted: {
      billId: components['schemas']['Id'];
      amountFen: components['schemas']['Fen'];
      /** @description What it brings when it is paid */
      bonusFen: components['schemas']['Fen'];
      payment: components['schemas']['PublicPayment'];
    };
    /** @enum {string} */
    RechargeState: 'unpaid' | 'paid';
    Recharge: {
      billId: components['schemas']['Id'];
      ownerId: components['schemas']['Id'];
      /** @description Masked */
      phone: string | null;
      amountFen: components['schemas']['Fen'];
      bonusFen: components['schemas']['Fen'];
      state: components['schemas']['RechargeState'];
      channel: string | null;
      paymentId: components['schemas']['NullableId'];
      promotionId: components['schemas']['NullableId'];
      promotionVersion: number | null;
      createdAt: components['schemas']['Instant'];
      paidAt: components['schemas']['NullableInstant'];
    };
    RechargeTotals: {
      /** @description All, paid or not */
      recharges: number;
      paid: number;
      paidFen: components['schemas']['Fen'];
      bonusFen: components['schemas']['Fen'];
    };
    /** @description Names exactly one of bill, lane (the car that stands there) and bay (the car that is parked there) */
    WalletPay: {
      billId?: components['schemas']['Id'];
      laneId?: components['schemas']['Id'];
      bayId?: components['schemas']['Id'];
      /** @description What the owner agrees to pay; it must be due */
      amountFen: components['schemas']['PositiveFen'];
    };
    WalletPayment: {
      paymentId: components['schemas']['Id'];
      billId: components['schemas']['Id'];
      amountFen: components['schemas']['Fen'];
      principalFen: components['schemas']['Fen'];
      bonusFen: components['schemas']['Fen'];
      at: components['schemas']['Instant'];
    };
    /**
     * @description cash: a recharge with cash that was taken; goodwill: a bonus, which needs a right of its own
     * @enum {string}
     */
    TopUpMethod: 'cash' | 'goodwill';
    /** @enum {string} */
    TopUpState: 'requested' | 'done' | 'rejected';
    TopUpRequest: {
      ownerId: components['schemas']['Id'];
      amountFen: components['schemas']['PositiveFen'];
      method: components['schemas']['TopUpMethod'];
      reason: components['schemas']['Reason'];
    };
    TopUpDecision: {
      /** @enum {string} */
      verdict: 'approved' | 'rejected';
      reason: components['schemas']['Reason'];
    };
    TopUp: {
      id: components['schemas']['Id'];
      ownerId: components['schemas']['Id'];
      /** @description Masked */
      phone: string | null;
      amountFen: components['schemas']['Fen'];
      method: components['schemas']['TopUpMethod'];
      reason: string;
      state: components['schemas']['TopUpState'];
      requestedBy: string;
      requestedAt: components['schemas']['Instant'];
      /** @description The second person, when one was needed */
      decidedBy: string | null;
      decidedAt: components['schemas']['NullableInstant'];
    };
    /** @enum {string} */
    SpendingOrder: 'bonus-first' | 'principal-first';
    /** @description What is not named stays as it is */
    WalletPolicyChange: {
      spendingOrder?: components['schemas']['SpendingOrder'];
      rechargeMinimumFen?: components['schemas']['PositiveFen'];
      rechargeMaximumFen?: components['schemas']['PositiveFen'];
      topUpReviewAboveFen?: components['schemas']['Fen'];
      automaticRefundLimitFen?: components['schemas']['Fen'];
    };
    WalletPolicy: {
      /** @description Which part a payment takes first */
      spendingOrder: components['schemas']['SpendingOrder'];
      rechargeMinimumFen: components['schemas']['Fen'];
      rechargeMaximumFen: components['schemas']['Fen'];
      /** @description A larger top-up waits for a second person */
      topUpReviewAboveFen: components['schemas']['Fen'];
      /** @description A recharge that was paid twice goes back by itself up to this */
      automaticRefundLimitFen: components['schemas']['Fen'];
      /** @description 0 while nothing was ever changed */
      version: number;
    };
    PromotionTier: {
      thresholdFen: components['schemas']['PositiveFen'];
      bonusFen: components['schemas']['PositiveFen'];
    };
    RechargePromotionWrite: {
      name: components['schemas']['Name'];
      /** @description Thresholds rise, bonuses do not fall */
      tiers: components['schemas']['PromotionTier'][];
      firstRechargeOnly: boolean;
      validFrom: components['schemas']['Instant'];
      /** @description From here on it is over */
      validUntil: components['schemas']['Instant'];
    };
    PromotionOff: {
      reason: components['schemas']['Reason'];
    };
    RechargePromotion: {
      id: components['schemas']['Id'];
      version: components['schemas']['Version'];
      name: string;
      tiers: components['schemas']['PromotionTier'][];
      firstRechargeOnly: boolean;
      validFrom: components['schemas']['Instant'];
      validUntil: components['schemas']['Instant'];
      /** @description Switched off by hand */
      off: boolean;
      changedBy: string;
      changedAt: components['schemas']['Instant'];
    };
    /** @enum {string} */
    ProblemCode:
      | 'account-locked'
      | 'already-decided'
      | 'already-exists'
      | 'amount-mismatch'
      | 'amount-out-of-range'
      | 'attempt-pending'
      | 'bay-occupied'
      | 'bill-already-paid'
      | 'bill-not-payable'
      | 'blacklisted'
      | 'body-too-large'
      | 'close-unchanged'
      | 'code-wrong'
      | 'confidence-too-low'
      | 'credentials-wrong'
      | 'cursor-invalid'
      | 'day-already-closed'
      | 'day-not-reconciled'
      | 'effective-too-early'
      | 'engine-busy'
      | 'exception-not-claimed'
      | 'exception-resolved'
      | 'forbidden'
      | 'gate-closed'
      | 'insufficient-balance'
      | 'internal'
      | 'key-reused'
      | 'lane-closed'
      | 'link-expired'
      | 'lot-full'
      | 'malformed-calendar'
      | 'malformed-json'
      | 'malformed-request'
      | 'malformed-rows'
      | 'malformed-tariff'
      | 'method-not-allowed'
      | 'money-in-suspense'
      | 'no-tariff'
      | 'not-found'
      | 'not-parked-here'
      | 'nothing-to-give'
      | 'out-of-order-times'
      | 'out-of-scope'
      | 'payment-required'
      | 'plate-conflict'
      | 'plate-malformed'
      | 'rate-limited'
      | 'refresh-reused'
      | 'refund-not-payable'
      | 'request-in-progress'
      | 'same-person'
      | 'second-person-required'
      | 'session-closed'
      | 'session-not-found'
      | 'signature-replayed'
      | 'signature-wrong'
      | 'signed-in-elsewhere'
      | 'stale-question'
      | 'stale-version'
      | 'still-referenced'
      | 'tariff-inexpressible'
      | 'tariff-unreadable'
      | 'token-expired'
      | 'unauthenticated'
      | 'unavailable'
      | 'unknown-colour'
      | 'unknown-reference'
      | 'unpaid-arrears'
      | 'unsupported-media-type'
      | 'vehicle-already-inside'
      | 'vehicle-unidentified'
      | 'version-in-force'
      | 'version-withdrawn';
    PassagePage: {
      items: components['schemas']['Passage'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    AuditItemPage: {
      items: components['schemas']['AuditItem'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    AuditLogEntryPage: {
      items: components['schemas']['AuditLogEntry'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    CalibrationPage: {
      items: components['schemas']['Calibration'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    CalendarPage: {
      items: components['schemas']['Calendar'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    CalendarVersionPage: {
      items: components['schemas']['CalendarVersion'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    LotPage: {
      items: components['schemas']['Lot'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    DetectionPage: {
      items: components['schemas']['Detection'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    DevicePage: {
      items: components['schemas']['Device'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    StaffPage: {
      items: components['schemas']['Staff'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    RolePage: {
      items: components['schemas']['Role'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    BayPage: {
      items: components['schemas']['Bay'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    LanePage: {
      items: components['schemas']['Lane'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    BranchPage: {
      items: components['schemas']['Branch'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    AreaPage: {
      items: components['schemas']['Area'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    RoadPage: {
      items: components['schemas']['Road'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    PaymentPage: {
      items: components['schemas']['Payment'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    BillFilePage: {
      items: components['schemas']['BillFile'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    ReconciliationResultPage: {
      items: components['schemas']['ReconciliationResult'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    ReconciliationExceptionPage: {
      items: components['schemas']['ReconciliationException'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    DailyClosePage: {
      items: components['schemas']['DailyClose'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    TariffPage: {
      items: components['schemas']['Tariff'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    TariffVersionPage: {
      items: components['schemas']['TariffVersion'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    LotGroupPage: {
      items: components['schemas']['LotGroup'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    TariffEventPage: {
      items: components['schemas']['TariffEvent'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    WalletMovementPage: {
      items: components['schemas']['WalletMovement'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    WalletPage: {
      items: components['schemas']['Wallet'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    RechargePage: {
      items: components['schemas']['Recharge'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    TopUpPage: {
      items: components['schemas']['TopUp'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
    RechargePromotionPage: {
      items: components['schemas']['RechargePromotion'][];
      /** @description Absent on the last page */
      nextCursor?: string;
    };
  };
  responses: {
    /** @description A problem (RFC 9457) */
    Problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: {
    /** @description The `nextCursor` of the page before */
    Cursor: string;
    Limit: number;
    /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
    IdempotencyKey: string;
    /** @description The ETag that was read */
    IfMatch: string;
    /** @description For whom somebody acts; kept in the audit log */
    OnBehalfOf: string;
    CompanyId: components['schemas']['Id'];
    OwnerId: components['schemas']['Id'];
    TopUpId: components['schemas']['Id'];
    PromotionId: components['schemas']['Id'];
    BranchId: components['schemas']['Id'];
    AreaId: components['schemas']['Id'];
    RoadId: components['schemas']['Id'];
    LotId: components['schemas']['Id'];
    BayId: components['schemas']['Id'];
    LaneId: components['schemas']['Id'];
    DeviceId: components['schemas']['DeviceId'];
    TariffId: components['schemas']['Id'];
    TariffVersionNumber: components['schemas']['Version'];
    LotGroupId: components['schemas']['Id'];
    TariffEventId: components['schemas']['Id'];
    /** @description The lot whose calendar of days holds; the company's default when absent */
    QuotedLotId: components['schemas']['Id'];
    CalendarId: components['schemas']['Id'];
    CalendarVersion: components['schemas']['Version'];
    SessionId: components['schemas']['Id'];
    BillId: components['schemas']['Id'];
    PaymentId: components['schemas']['Id'];
    RefundId: components['schemas']['Id'];
    MerchantAccountId: components['schemas']['Id'];
    BillFileId: components['schemas']['Id'];
    ExceptionId: components['schemas']['Id'];
    DailyCloseId: components['schemas']['Id'];
    StaffId: components['schemas']['Id'];
    AuditItemId: components['schemas']['Id'];
  };
  requestBodies: never;
  headers: {
    /** @description The version to name in If-Match */
    ETag: string;
    /** @description `true` when this is the answer of an earlier request */
    IdempotencyReplayed: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listPassages: {
    parameters: {
      query?: {
        lotId?: components['schemas']['Id'];
        direction?: 'in' | 'out';
        result?: 'entry' | 'exit' | 'exit-without-entry' | 'refused' | 'repeated';
        plate?: components['schemas']['PlateText'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PassagePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listAuditItems: {
    parameters: {
      query?: {
        lotId?: components['schemas']['Id'];
        kind?: string;
        state?: components['schemas']['OpenState'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditItemPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  closeAuditItem: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        auditItemId: components['parameters']['AuditItemId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AuditItemClosing'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditItem'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listAuditLog: {
    parameters: {
      query?: {
        subjectKind?: string;
        subjectId?: string;
        actorId?: string;
        action?: string;
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditLogEntryPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getPicture: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        link: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/jpeg': string;
        };
      };
      400: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLotBoard: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Board'];
        };
      };
      400: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listBoards: {
    parameters: {
      query: {
        companyId: components['schemas']['Id'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BoardList'];
        };
      };
      400: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  streamBoardEvents: {
    parameters: {
      query: {
        companyId: components['schemas']['Id'];
      };
      header?: {
        'Last-Event-ID'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      400: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listCalibrations: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalibrationPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  calibrateLot: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Calibrate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Calibration'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listCalendars: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createCalendar: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CalendarCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Calendar'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getCalendar: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Calendar'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeCalendar: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateCalendar: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CalendarUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Calendar'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listCalendarVersions: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarVersionPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  addCalendarVersion: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CalendarVersionCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getCalendarVersion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
        calendarVersion: components['parameters']['CalendarVersion'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  withdrawCalendarVersion: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        calendarId: components['parameters']['CalendarId'];
        calendarVersion: components['parameters']['CalendarVersion'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  compareCalendarVersions: {
    parameters: {
      query?: {
        /** @description The one in force before it when absent */
        from?: components['schemas']['Version'];
      };
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
        calendarVersion: components['parameters']['CalendarVersion'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarChanges'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listCalendarDays: {
    parameters: {
      query: {
        from: components['schemas']['CalendarDate'];
        /** @description Included */
        to: components['schemas']['CalendarDate'];
        /** @description The one in force when absent */
        version?: components['schemas']['Version'];
      };
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarDays'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  importCalendar: {
    parameters: {
      query?: {
        /** @description Now when absent */
        effectiveFrom?: components['schemas']['Instant'];
      };
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'text/csv': string;
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportCalendar: {
    parameters: {
      query?: {
        /** @description The one in force when absent */
        version?: components['schemas']['Version'];
      };
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listCalendarLots: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        calendarId: components['parameters']['CalendarId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  assignLotCalendar: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotCalendar'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lot'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  adjustBill: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        billId: components['parameters']['BillId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BillAdjustment'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BillAdjusted'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  transferDebt: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        debtId: components['schemas']['Id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DebtTransfer'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DebtTransferred'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listDetections: {
    parameters: {
      query?: {
        lotId?: components['schemas']['Id'];
        deviceId?: components['schemas']['DeviceId'];
        type?: string;
        state?: components['schemas']['DetectionState'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DetectionPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listDevices: {
    parameters: {
      query?: {
        kind?: components['schemas']['DeviceKind'];
        online?: boolean;
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DevicePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createDevice: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeviceCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceCredential'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createDevices: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeviceBatch'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceBatchCreated'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getDevice: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        deviceId: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Device'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeDevice: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        deviceId: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateDevice: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        deviceId: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeviceUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Device'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  rotateDeviceCredential: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        deviceId: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceCredential'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  signInStaff: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignIn'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  refreshStaff: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Refresh'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  signInField: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FieldSignIn'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  refreshField: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Refresh'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  sendOwnerCode: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OwnerCodeRequest'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnerCodeSent'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  signInOwner: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OwnerSignIn'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  refreshOwner: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Refresh'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  changeMyPassword: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordChange'];
      };
    };
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listStaff: {
    parameters: {
      query?: {
        audience?: 'staff' | 'field';
        state?: 'active' | 'locked' | 'left';
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StaffPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createStaff: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['StaffCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Staff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getStaff: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        staffId: components['parameters']['StaffId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Staff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateStaff: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        staffId: components['parameters']['StaffId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['StaffUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Staff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  resetStaffPassword: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        staffId: components['parameters']['StaffId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordReset'];
      };
    };
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  forceSignOut: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        staffId: components['parameters']['StaffId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listRoles: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createMachine: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MachineCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MachineCreated'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listLots: {
    parameters: {
      query?: {
        areaId?: components['schemas']['Id'];
        roadId?: components['schemas']['Id'];
        kind?: components['schemas']['LotKind'];
        state?: components['schemas']['OpenState'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createLot: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lot'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lot'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeLot: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateLot: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lot'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLotPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotPolicy'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  replaceLotPolicy: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotPolicyChange'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotPolicy'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  assignLotTariff: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotTariff'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lot'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listBays: {
    parameters: {
      query?: {
        code?: components['schemas']['Code'];
        occupied?: boolean;
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BayPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createBay: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BayCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bay'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  importBays: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'text/csv': string;
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BayImport'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportBays: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getBay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bayId: components['parameters']['BayId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bay'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeBay: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        bayId: components['parameters']['BayId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateBay: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        bayId: components['parameters']['BayId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BayUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bay'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listLanes: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LanePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createLane: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LaneCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lane'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLane: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        laneId: components['parameters']['LaneId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lane'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeLane: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        laneId: components['parameters']['LaneId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateLane: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        laneId: components['parameters']['LaneId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LaneUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lane'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  encodePayloads: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TemporalPayloads'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TemporalPayloads'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  decodePayloads: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TemporalPayloads'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TemporalPayloads'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createCompany: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CompanyCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CompanyCreated'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getCompany: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Company'];
        };
      };
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateCompany: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NameUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Company'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listBranches: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BranchPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createBranch: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BranchCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Branch'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getBranch: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        branchId: components['parameters']['BranchId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Branch'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeBranch: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        branchId: components['parameters']['BranchId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateBranch: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        branchId: components['parameters']['BranchId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NameUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Branch'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listAreas: {
    parameters: {
      query?: {
        parentAreaId?: components['schemas']['Id'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AreaPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createArea: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AreaCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Area'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getArea: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        areaId: components['parameters']['AreaId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Area'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeArea: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        areaId: components['parameters']['AreaId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateArea: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        areaId: components['parameters']['AreaId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AreaUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Area'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listRoads: {
    parameters: {
      query?: {
        areaId?: components['schemas']['Id'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RoadPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createRoad: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RoadCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Road'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getRoad: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        roadId: components['parameters']['RoadId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Road'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeRoad: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        roadId: components['parameters']['RoadId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateRoad: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        roadId: components['parameters']['RoadId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NameUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Road'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getBillQuote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        billId: components['parameters']['BillId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BillQuote'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  startPayment: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        billId: components['parameters']['BillId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PaymentStart'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  recordCashPayment: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        billId: components['parameters']['BillId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CashPayment'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listPayments: {
    parameters: {
      query?: {
        billId?: components['schemas']['Id'];
        sessionId?: components['schemas']['Id'];
        lotId?: components['schemas']['Id'];
        channel?: components['schemas']['PaymentChannel'];
        state?: components['schemas']['AttemptState'];
        collectedBy?: components['schemas']['Id'];
        outTradeNo?: string;
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getPayment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        paymentId: components['parameters']['PaymentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentDetail'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  confirmCashRefund: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        refundId: components['parameters']['RefundId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refund'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listMerchantAccounts: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MerchantAccountList'];
        };
      };
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  putMerchantAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WechatMerchant'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MerchantAccount'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  putAlipayMerchantAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlipayMerchant'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MerchantAccount'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLaneBill: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        laneId: components['parameters']['LaneId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicBill'];
        };
      };
      400: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  payAtLane: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        laneId: components['parameters']['LaneId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicPayment'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getBayBill: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bayId: components['parameters']['BayId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicBill'];
        };
      };
      400: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  payAtBay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bayId: components['parameters']['BayId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicPayment'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listBillFiles: {
    parameters: {
      query?: {
        merchantAccountId?: components['schemas']['Id'];
        channel?: components['schemas']['PaymentChannel'];
        state?: components['schemas']['BillFileState'];
        from?: components['schemas']['BillDate'];
        until?: components['schemas']['BillDate'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BillFilePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getBillFile: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        billFileId: components['parameters']['BillFileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BillFileDetail'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listReconciliationResults: {
    parameters: {
      query?: {
        class?: components['schemas']['MatchClass'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        billFileId: components['parameters']['BillFileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationResultPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportReconciliationResults: {
    parameters: {
      query?: {
        class?: components['schemas']['MatchClass'];
      };
      header?: never;
      path: {
        billFileId: components['parameters']['BillFileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  reconcileDay: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        merchantAccountId: components['parameters']['MerchantAccountId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReconciliationRun'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationStarted'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getMerchantTerms: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        merchantAccountId: components['parameters']['MerchantAccountId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MerchantTerms'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  putMerchantTerms: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        merchantAccountId: components['parameters']['MerchantAccountId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MerchantTerms'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MerchantTerms'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listReconciliationExceptions: {
    parameters: {
      query?: {
        state?: components['schemas']['ExceptionState'];
        class?: components['schemas']['MatchClass'];
        channel?: components['schemas']['PaymentChannel'];
        claimedBy?: components['schemas']['Id'];
        billFileId?: components['schemas']['Id'];
        overdue?: boolean;
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationExceptionPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  claimReconciliationException: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        exceptionId: components['parameters']['ExceptionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationException'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  resolveReconciliationException: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        exceptionId: components['parameters']['ExceptionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExceptionResolution'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationException'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  approveReconciliationException: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        exceptionId: components['parameters']['ExceptionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationException'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listDailyCloses: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DailyClosePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  closeDay: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DailyCloseCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DailyClose'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getDailyClose: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        dailyCloseId: components['parameters']['DailyCloseId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DailyClose'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  adjustDailyClose: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        dailyCloseId: components['parameters']['DailyCloseId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DailyCloseAdjustment'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DailyClose'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listParkingSessions: {
    parameters: {
      query?: {
        areaId?: components['schemas']['Id'];
        roadId?: components['schemas']['Id'];
        lotId?: components['schemas']['Id'];
        bayCode?: components['schemas']['Code'];
        /** @description The whole plate */
        plate?: components['schemas']['PlateText'];
        /** @description The first characters as the mask shows them; needs the right to search plates */
        plateStart?: string;
        phase?: components['schemas']['Phase'];
        outcome?: components['schemas']['Outcome'];
        paymentState?: components['schemas']['PaymentState'];
        vehicleClass?: string;
        plateClass?: string;
        /** @description Passes, lists, special plates */
        exempt?: boolean;
        /** @description Who asked something of it */
        operatorId?: components['schemas']['Id'];
        enteredFrom?: components['schemas']['Instant'];
        enteredUntil?: components['schemas']['Instant'];
        leftFrom?: components['schemas']['Instant'];
        leftUntil?: components['schemas']['Instant'];
        totals?: boolean;
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  openSession: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SessionOpen'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionOpened'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportParkingSessions: {
    parameters: {
      query?: {
        areaId?: components['schemas']['Id'];
        roadId?: components['schemas']['Id'];
        lotId?: components['schemas']['Id'];
        phase?: components['schemas']['Phase'];
        outcome?: components['schemas']['Outcome'];
        paymentState?: components['schemas']['PaymentState'];
        enteredFrom?: components['schemas']['Instant'];
        enteredUntil?: components['schemas']['Instant'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  findExitCandidates: {
    parameters: {
      query: {
        lotId: components['schemas']['Id'];
        bayCode?: components['schemas']['Code'];
        plate?: components['schemas']['PlateText'];
        colour?: components['schemas']['PlateColour'];
        /** @description The plate was read by a camera */
        recognised?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExitCandidates'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getParkingSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionDetail'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getSessionQuote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionQuote'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  bindPlate: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlateBinding'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  correctPlate: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlateCorrection'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  correctTimes: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TimesCorrection'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  moveBay: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BayMove'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  markExempt: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Exemption'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  voidSession: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['VoidRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  grantDiscount: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DiscountGrant'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Applied'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  requestExit: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExitRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExitAnswer'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listTariffs: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createTariff: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tariff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getTariff: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        tariffId: components['parameters']['TariffId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tariff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listTariffVersions: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        tariffId: components['parameters']['TariffId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffVersionPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  addTariffVersion: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        tariffId: components['parameters']['TariffId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffVersionCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getTariffVersion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        tariffId: components['parameters']['TariffId'];
        version: components['parameters']['TariffVersionNumber'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  withdrawTariffVersion: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        tariffId: components['parameters']['TariffId'];
        version: components['parameters']['TariffVersionNumber'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffWithdrawal'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportTariffVersion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        tariffId: components['parameters']['TariffId'];
        version: components['parameters']['TariffVersionNumber'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffFile'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  importTariffVersion: {
    parameters: {
      query?: {
        /** @description When the version takes effect, whatever the file says; at once when absent */
        effectiveFrom?: components['schemas']['Instant'];
      };
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        tariffId: components['parameters']['TariffId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffFile'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffVersion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportTariffVersionAs: {
    parameters: {
      query?: {
        /** @description The class whose prices are exported; `small` when absent */
        vehicle?: components['schemas']['TariffVehicle'];
        /** @description Of CDS only. What such a vehicle is in its words, separated by commas; the prices are everybody's when absent */
        userClasses?: string;
      };
      header?: never;
      path: {
        tariffId: components['parameters']['TariffId'];
        version: components['parameters']['TariffVersionNumber'];
        format: components['schemas']['TariffFormat'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ForeignTariff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  importTariffDocument: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffImport'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImportedTariff'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  lintTariff: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffLint'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffFindings'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  quoteTariff: {
    parameters: {
      query?: {
        /** @description The lot whose calendar of days holds; the company's default when absent */
        lotId?: components['parameters']['QuotedLotId'];
      };
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffQuoteRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffQuotes'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  compareTariffs: {
    parameters: {
      query?: {
        /** @description The lot whose calendar of days holds; the company's default when absent */
        lotId?: components['parameters']['QuotedLotId'];
      };
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffComparisonRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffComparison'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getTariffCurve: {
    parameters: {
      query?: {
        /** @description The lot whose calendar of days holds; the company's default when absent */
        lotId?: components['parameters']['QuotedLotId'];
      };
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffCurveRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffCurves'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  drawTariffCurve: {
    parameters: {
      query?: {
        /** @description The lot whose calendar of days holds; the company's default when absent */
        lotId?: components['parameters']['QuotedLotId'];
      };
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffCurveRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/svg+xml': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLotTariff: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lotId: components['parameters']['LotId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotTariffInForce'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listLotGroups: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotGroupPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createLotGroup: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotGroupCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotGroup'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getLotGroup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        groupId: components['parameters']['LotGroupId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotGroup'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeLotGroup: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        groupId: components['parameters']['LotGroupId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  updateLotGroup: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        groupId: components['parameters']['LotGroupId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotGroupUpdate'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotGroup'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  assignLotGroupTariff: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        groupId: components['parameters']['LotGroupId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LotTariff'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LotGroup'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listTariffEvents: {
    parameters: {
      query?: {
        lotId?: components['schemas']['Id'];
        groupId?: components['schemas']['Id'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffEventPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createTariffEvent: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TariffEventCreate'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TariffEvent'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  removeTariffEvent: {
    parameters: {
      query?: never;
      header?: {
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        eventId: components['parameters']['TariffEventId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, nothing to say */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getMyWallet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        companyId: components['parameters']['CompanyId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletBalance'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listMyWalletMovements: {
    parameters: {
      query?: {
        kind?: components['schemas']['WalletMovementKind'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        companyId: components['parameters']['CompanyId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletMovementPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listRechargeOffers: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        companyId: components['parameters']['CompanyId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargeOffers'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  startRecharge: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        companyId: components['parameters']['CompanyId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RechargeStart'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargeStarted'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getMyRecharge: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        companyId: components['parameters']['CompanyId'];
        billId: components['parameters']['BillId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recharge'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  payFromWallet: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        companyId: components['parameters']['CompanyId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WalletPay'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletPayment'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  findWalletOwner: {
    parameters: {
      query: {
        phone: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletOwner'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listWallets: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getWallet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ownerId: components['parameters']['OwnerId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Wallet'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listWalletMovements: {
    parameters: {
      query?: {
        kind?: components['schemas']['WalletMovementKind'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path: {
        ownerId: components['parameters']['OwnerId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletMovementPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportWalletMovements: {
    parameters: {
      query?: {
        kind?: components['schemas']['WalletMovementKind'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
      };
      header?: never;
      path: {
        ownerId: components['parameters']['OwnerId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listRecharges: {
    parameters: {
      query?: {
        ownerId?: components['schemas']['Id'];
        state?: components['schemas']['RechargeState'];
        channel?: components['schemas']['PaymentChannel'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargePage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  totalRecharges: {
    parameters: {
      query?: {
        ownerId?: components['schemas']['Id'];
        state?: components['schemas']['RechargeState'];
        channel?: components['schemas']['PaymentChannel'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargeTotals'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  exportRecharges: {
    parameters: {
      query?: {
        ownerId?: components['schemas']['Id'];
        state?: components['schemas']['RechargeState'];
        channel?: components['schemas']['PaymentChannel'];
        from?: components['schemas']['Instant'];
        until?: components['schemas']['Instant'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listTopUps: {
    parameters: {
      query?: {
        ownerId?: components['schemas']['Id'];
        state?: components['schemas']['TopUpState'];
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TopUpPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  topUpWallet: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TopUpRequest'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TopUp'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  decideTopUp: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        topUpId: components['parameters']['TopUpId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TopUpDecision'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TopUp'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getWalletPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletPolicy'];
        };
      };
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  replaceWalletPolicy: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WalletPolicyChange'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WalletPolicy'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  listRechargePromotions: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before */
        cursor?: components['parameters']['Cursor'];
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargePromotionPage'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  createRechargePromotion: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RechargePromotionWrite'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargePromotion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  getRechargePromotion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        promotionId: components['parameters']['PromotionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargePromotion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  replaceRechargePromotion: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag that was read */
        'If-Match': components['parameters']['IfMatch'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        promotionId: components['parameters']['PromotionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RechargePromotionWrite'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargePromotion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      412: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
  switchOffRechargePromotion: {
    parameters: {
      query?: never;
      header: {
        /** @description Made by the caller, one per thing wanted; kept at least 24 hours */
        'Idempotency-Key': components['parameters']['IdempotencyKey'];
        /** @description For whom somebody acts; kept in the audit log */
        'X-On-Behalf-Of'?: components['parameters']['OnBehalfOf'];
      };
      path: {
        promotionId: components['parameters']['PromotionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PromotionOff'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RechargePromotion'];
        };
      };
      400: components['responses']['Problem'];
      401: components['responses']['Problem'];
      403: components['responses']['Problem'];
      404: components['responses']['Problem'];
      409: components['responses']['Problem'];
      413: components['responses']['Problem'];
      415: components['responses']['Problem'];
      422: components['responses']['Problem'];
      429: components['responses']['Problem'];
      500: components['responses']['Problem'];
      503: components['responses']['Problem'];
    };
  };
}
