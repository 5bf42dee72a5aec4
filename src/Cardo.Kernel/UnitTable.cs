namespace Cardo.Kernel;

/// <summary>The rows behind <see cref="Units"/>: code | symbol | name | dimension.</summary>
static class UnitTable
{
    public const string Rows = """

        C62||one|number
        H87|pc|piece|number
        EA|ea|each|number
        P1|%|percent|ratio
        59|ppm|part per million|ratio
        61|ppb|part per billion|ratio
        NX|‰|part per thousand|ratio
        CEL|°C|degree Celsius|temperature
        FAH|°F|degree Fahrenheit|temperature
        KEL|K|kelvin|temperature
        A48|°R|degree Rankine|temperature
        MTR|m|metre|length
        MMT|mm|millimetre|length
        CMT|cm|centimetre|length
        DMT|dm|decimetre|length
        KMT|km|kilometre|length
        4H|µm|micrometre|length
        C45|nm|nanometre|length
        INH|in|inch|length
        FOT|ft|foot|length
        YRD|yd|yard|length
        SMI|mi|mile (statute)|length
        NMI|nmi|nautical mile|length
        MTK|m²|square metre|area
        CMK|cm²|square centimetre|area
        MMK|mm²|square millimetre|area
        KMK|km²|square kilometre|area
        HAR|ha|hectare|area
        ARE|a|are|area
        FTK|ft²|square foot|area
        ACR|acre|acre|area
        MTQ|m³|cubic metre|volume
        LTR|L|litre|volume
        MLT|mL|millilitre|volume
        CMQ|cm³|cubic centimetre|volume
        DMQ|dm³|cubic decimetre|volume
        HLT|hL|hectolitre|volume
        R9||thousand cubic metres|volume
        GLL|gal (US)|gallon (US)|volume
        FTQ|ft³|cubic foot|volume
        SEC|s|second|time
        C26|ms|millisecond|time
        B98|µs|microsecond|time
        C47|ns|nanosecond|time
        MIN|min|minute|time
        HUR|h|hour|time
        DAY|d|day|time
        WEE|wk|week|time
        MON|mo|month|time
        ANN|a (year)|year|time
        HTZ|Hz|hertz|frequency
        KHZ|kHz|kilohertz|frequency
        MHZ|MHz|megahertz|frequency
        A86|GHz|gigahertz|frequency
        RPM|r/min|revolutions per minute|frequency
        C97|1/s|reciprocal second|frequency
        H10|1/h|reciprocal hour|frequency
        E91|1/d|reciprocal day|frequency
        C94|1/min|reciprocal minute|frequency
        MTS|m/s|metre per second|speed
        KMH|km/h|kilometre per hour|speed
        C16|mm/s|millimetre per second|speed
        2M|cm/s|centimetre per second|speed
        HM|mi/h|mile per hour|speed
        KNT|kn|knot|speed
        2X|m/min|metre per minute|speed
        H67|mm/h|millimetre per hour|speed
        M60|m/h|metre per hour|speed
        H66|mm/y|millimetre per year|speed
        MSK|m/s²|metre per second squared|acceleration
        C11|mGal|milligal|acceleration
        K40|g|standard acceleration of free fall|acceleration
        DD|°|degree (angle)|angle
        C81|rad|radian|angle
        D61|′|minute (angle)|angle
        D62|″|second (angle)|angle
        2A|rad/s|radian per second|angular velocity
        E96|°/s|degree per second|angular velocity
        KGM|kg|kilogram|mass
        GRM|g|gram|mass
        MGM|mg|milligram|mass
        MC|µg|microgram|mass
        TNE|t|tonne|mass
        LBR|lb|pound|mass
        ONZ|oz|ounce|mass
        KMQ|kg/m³|kilogram per cubic metre|density
        GQ|µg/m³|microgram per cubic metre|density
        GP|mg/m³|milligram per cubic metre|density
        A93|g/m³|gram per cubic metre|density
        M1|mg/L|milligram per litre|density
        H29|µg/L|microgram per litre|density
        GL|g/L|gram per litre|density
        23|g/cm³|gram per cubic centimetre|density
        B35|kg/L|kilogram per litre|density
        28|kg/m²|kilogram per square metre|surface density
        GM|g/m²|gram per square metre|surface density
        MQS|m³/s|cubic metre per second|volume flow
        MQH|m³/h|cubic metre per hour|volume flow
        G52|m³/d|cubic metre per day|volume flow
        G51|L/s|litre per second|volume flow
        L2|L/min|litre per minute|volume flow
        E32|L/h|litre per hour|volume flow
        LD|L/d|litre per day|volume flow
        E48||service unit|number
        HUN||hundred|number
        MIL||thousand|number
        NMP||number of packs|number
        S4|m²/s|square metre per second|kinematic viscosity
        D30|TJ|terajoule|energy
        C18|mmol|millimole|amount of substance
        E37|px|pixel|number
        KGS|kg/s|kilogram per second|mass flow
        E93|kg/h|kilogram per hour|mass flow
        PAL|Pa|pascal|pressure
        A97|hPa|hectopascal|pressure
        KPA|kPa|kilopascal|pressure
        MPA|MPa|megapascal|pressure
        MBR|mbar|millibar|pressure
        BAR|bar|bar|pressure
        ATM|atm|standard atmosphere|pressure
        HN|mmHg|millimetre of mercury|pressure
        F79|inHg|inch of mercury|pressure
        PS|psi|pound-force per square inch|pressure
        HP|mmH₂O|millimetre of water|pressure
        NEW|N|newton|force
        B47|kN|kilonewton|force
        NU|N·m|newton metre|torque
        JOU|J|joule|energy
        KJO|kJ|kilojoule|energy
        3B|MJ|megajoule|energy
        GV|GJ|gigajoule|energy
        WHR|Wh|watt hour|energy
        KWH|kWh|kilowatt hour|energy
        MWH|MWh|megawatt hour|energy
        GWH|GWh|gigawatt hour|energy
        BTU|Btu|British thermal unit|energy
        WTT|W|watt|power
        C31|mW|milliwatt|power
        KWT|kW|kilowatt|power
        MAW|MW|megawatt|power
        A90|GW|gigawatt|power
        D44|var|var|reactive power
        KVR|kvar|kilovar|reactive power
        D46|VA|volt-ampere|apparent power
        KVA|kVA|kilovolt-ampere|apparent power
        D54|W/m²|watt per square metre|irradiance
        B13|J/m²|joule per square metre|radiant exposure
        E43|J/cm²|joule per square centimetre|radiant exposure
        VLT|V|volt|voltage
        2Z|mV|millivolt|voltage
        KVT|kV|kilovolt|voltage
        AMP|A|ampere|current
        4K|mA|milliampere|current
        B84|µA|microampere|current
        OHM|Ω|ohm|resistance
        B49|kΩ|kiloohm|resistance
        B75|MΩ|megaohm|resistance
        SIE|S|siemens|conductance
        D10|S/m|siemens per metre|conductivity
        H61|mS/cm|millisiemens per centimetre|conductivity
        G42|µS/cm|microsiemens per centimetre|conductivity
        G43|µS/m|microsiemens per metre|conductivity
        FAR|F|farad|capacitance
        4O|µF|microfarad|capacitance
        81|H|henry|inductance
        D33|T|tesla|magnetic flux density
        D81|µT|microtesla|magnetic flux density
        C29|mT|millitesla|magnetic flux density
        COU|C|coulomb|charge
        AMH|Ah|ampere hour|charge
        E09|mAh|milliampere hour|charge
        LUX|lx|lux|illuminance
        LUM|lm|lumen|luminous flux
        CDL|cd|candela|luminous intensity
        A24|cd/m²|candela per square metre|luminance
        B60|lm/m²|lumen per square metre|illuminance
        2N|dB|decibel|level
        C69|phon|phon|level
        DBM|dBm|decibel-milliwatt|level
        Q30|pH|pH (potential of hydrogen)|acidity
        NTU|NTU|nephelometric turbidity unit|turbidity
        C34|mol|mole|amount of substance
        C36|mol/m³|mole per cubic metre|concentration
        C38|mol/L|mole per litre|concentration
        M33|mmol/L|millimole per litre|concentration
        BQL|Bq|becquerel|radioactivity
        A18|Bq/kg|becquerel per kilogram|radioactivity
        A19|Bq/m³|becquerel per cubic metre|radioactivity
        D13|Sv|sievert|dose
        C28|mSv|millisievert|dose
        A95|Gy|gray|dose
        E34|GB|gigabyte|information
        4L|MB|megabyte|information
        2P|kB|kilobyte|information
        AD|B|byte|information
        A99|bit|bit|information
        B10|bit/s|bit per second|data rate
        C74|kbit/s|kilobit per second|data rate
        E20|Mbit/s|megabit per second|data rate
        B80|Gbit/s|gigabit per second|data rate
        P67|B/s|byte per second|data rate
        P93|kB/s|kilobyte per second|data rate
        IE|pers.|person|number
        E27|dose|dose|number
        """;
}
