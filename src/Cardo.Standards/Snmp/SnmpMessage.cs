namespace Cardo.Standards.Snmp;

/// <summary>A message of SNMP version 1 or 2c. Version 3 and traps are deliberately absent.</summary>
public sealed record SnmpMessage(SnmpVersion Version, string Community, SnmpPdu Pdu);

public enum SnmpVersion { V1 = 0, V2c = 1 }

/// <summary>A request or its response (RFC 1157, 4.1).</summary>
/// <param name="RequestId">the response carries the request's</param>
/// <param name="ErrorIndex">which variable was wrong, from 1; 0 for none</param>
public sealed record SnmpPdu(SnmpPduKind Kind, int RequestId, SnmpError Error, int ErrorIndex, IReadOnlyList<SnmpVariable> Variables);

public enum SnmpPduKind : byte { Get = 0xA0, GetNext = 0xA1, Response = 0xA2, Set = 0xA3 }

/// <summary>Error statuses: the first six are version 1's, the others came with version 2.</summary>
public enum SnmpError
{
    None = 0, TooBig = 1, NoSuchName = 2, BadValue = 3, ReadOnly = 4, GenErr = 5,
    NoAccess = 6, WrongType = 7, WrongLength = 8, WrongEncoding = 9, WrongValue = 10, NoCreation = 11, InconsistentValue = 12,
    ResourceUnavailable = 13, CommitFailed = 14, UndoFailed = 15, AuthorizationError = 16, NotWritable = 17, InconsistentName = 18,
}

public readonly record struct SnmpVariable(Oid Oid, SnmpValue Value);
