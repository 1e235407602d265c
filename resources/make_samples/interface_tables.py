"""The tables of the interface control document, header rows first."""

PARTICULARS = (
    ("Particular", "Value"),
    ("Document number", "AST-ICD-002"),
    ("Revision", "B"),
    ("Date of issue", "20 April 2026"),
    ("Prepared by", "Mechanisms group"),
    ("Agreed by", "Vehicle integration lead"),
    ("Change from revision A", "Power bus 120 V instead of 100 V; identifiers 0x310, 0x311 added"),
)
ATTACHMENT = (
    ("Characteristic", "Pin A (thrust frame)", "", "Pin B (engine)", ""),
    ("", "Strut side", "Vehicle side", "Strut side", "Vehicle side"),
    ("Pin diameter, mm", "16.000 H7", "16.000 h6", "16.000 H7", "16.000 h6"),
    ("Width of bearing or gap, mm", "21.0", "21.4", "21.0", "21.6"),
    ("Material", "Ti-6Al-4V", "15-5PH, H1025", "Ti-6Al-4V", "15-5PH, H1025"),
    ("Misalignment, degrees", "± 8", "± 6", "± 8", "± 7"),
    ("Tightening torque of nut, N·m", "-", "68 ± 3", "-", "68 ± 3"),
    ("Limit load, kN", "± 18.5", "± 18.5", "± 18.5", "± 18.5"),
)
ENVELOPE = (
    ("Axis", "From, mm", "To, mm"),
    ("x", "132", "292"),
    ("y", "-55", "+55"),
    ("z", "40", "112"),
)
J1 = (
    ("Contact", "Signal", "Wire, AWG", "Remark"),
    ("A", "Power bus, positive", "12", "98 V to 132 V DC"),
    ("B", "Power bus, positive", "12", "In parallel with A"),
    ("C", "Power bus, return", "12", "Isolated from the housing"),
    ("D", "Power bus, return", "12", "In parallel with C"),
    ("E", "Not connected", "-", "Spare"),
    ("F", "Shield", "12", "To the housing"),
)
J2 = (
    ("Pin", "Signal", "Wire, AWG", "Remark"),
    ("1", "Logic bus, positive", "22", "22 V to 34 V DC"),
    ("2", "Logic bus, positive", "22", "In parallel with 1"),
    ("3", "Logic bus, return", "22", "Isolated from the housing"),
    ("4", "Logic bus, return", "22", "In parallel with 3"),
    ("6", "CAN_H", "24", "Twisted with pin 7, 120 ohm"),
    ("7", "CAN_L", "24", "Twisted with pin 6, 120 ohm"),
    ("8", "CAN ground", "24", "Reference of the transceiver"),
    ("9", "Arm discrete", "24", "28 V armed, open or 0 V safe; 8 mA"),
    ("10", "Arm return", "24", "-"),
    ("13", "Brake voltage, monitor", "24", "Through 10 kilohm"),
    ("14", "Monitor return", "24", "-"),
    ("16", "Temperature sensor, motor +", "24", "Pt1000, for ground use"),
    ("17", "Temperature sensor, motor -", "24", "Pt1000, for ground use"),
    ("20", "Place strap", "24", "Open: pitch; to pin 21: yaw"),
    ("21", "Place strap, return", "24", "-"),
    ("22", "Shield", "24", "To the housing"),
)
MESSAGES = (
    ("Message", "Identifier", "", "Direction", "DLC", "Rate"),
    ("", "Pitch", "Yaw", "", "", ""),
    ("Synchronization", "0x080", "0x080", "Vehicle to struts", "0", "200 Hz"),
    ("Position command", "0x210", "0x211", "Vehicle to strut", "8", "200 Hz"),
    ("Status", "0x290", "0x291", "Strut to vehicle", "8", "200 Hz"),
    ("Health", "0x310", "0x311", "Strut to vehicle", "8", "10 Hz"),
    ("Built-in test request", "0x7A0", "0x7A1", "Ground to strut", "2", "On request"),
    ("Built-in test result", "0x7A8", "0x7A9", "Strut to ground", "5", "Within 8 s"),
)
_BYTES = ("Bytes", "Field", "Type", "Scaling and meaning")
COMMAND = (
    _BYTES,
    ("0-1", "Commanded position", "int16", "0.002 mm per bit, from null, extension positive"),
    ("2-3", "Speed limit", "uint16", "0.01 mm/s per bit; 0 means no limit"),
    ("4-5", "Command word", "uint16", "Bit 0 ARM, bit 1 BRAKE RELEASE, bit 2 CLEAR FAULTS"),
    ("6", "Counter", "uint8", "Advances by one with every command"),
    ("7", "Checksum", "uint8", "CRC-8, polynomial 0x1D, over bytes 0 to 6"),
)
STATUS = (
    _BYTES,
    ("0-1", "Measured position", "int16", "0.002 mm per bit, from null"),
    ("2-3", "Estimated force", "int16", "1 N per bit, tension positive"),
    ("4-5", "Status word", "uint16", "See Table 5-4"),
    ("6", "Counter echoed", "uint8", "Counter of the last valid command"),
    ("7", "Checksum", "uint8", "CRC-8, polynomial 0x1D, over bytes 0 to 6"),
)
STATUS_BITS = (
    ("Bit", "Name", "Meaning when set"),
    ("0", "READY", "Start-up is finished and no fault is latched"),
    ("1", "ARMED", "Arm discrete at 28 V and ARM bit received"),
    ("2", "BRAKE RELEASED", "Brake current flows and the brake sensor confirms"),
    ("3", "AT LIMIT", "Motor current is at its limit: stall"),
    ("4", "COMMAND LOST", "No valid command for 25 ms; position held"),
    ("5", "RETURN TO NULL", "No valid command for 100 ms; returning at 20 mm/s"),
    ("8", "OVERTEMPERATURE", "Motor winding above 155 °C or electronics above 95 °C"),
    ("9", "UNDERVOLTAGE", "Power bus below 92 V for more than 10 ms"),
    ("12", "PLACE CHANGED", "The strap of J2 does not agree with the place read at start-up"),
)
HEALTH = (
    _BYTES,
    ("0-1", "Motor winding temperature", "int16", "0.1 °C per bit"),
    ("2-3", "Electronics temperature", "int16", "0.1 °C per bit"),
    ("4-5", "Power bus voltage", "uint16", "0.01 V per bit"),
    ("6-7", "Power bus current", "int16", "0.01 A per bit"),
)
