using System.Reflection;
using Dapper;

namespace Cardo.Storage.Sql;

/// <summary>
/// Lets a positional record be a row on both engines. Dapper wants a constructor of exactly the column's types, but
/// SQLite has only one integer and, in an empty answer, no type at all; the names decide here and values are converted.
/// </summary>
internal sealed class RowMap(Type type) : SqlMapper.ITypeMap
{
    readonly DefaultTypeMap map = new(type);

    public static SqlMapper.ITypeMap For(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is null && type.GetConstructors().Length > 0 ? new RowMap(type) : new DefaultTypeMap(type);

    public ConstructorInfo? FindConstructor(string[] names, Type[] types) =>
        map.FindConstructor(names, types) ?? type.GetConstructors().FirstOrDefault(c => Fits(c.GetParameters(), names));

    static bool Fits(ParameterInfo[] parameters, string[] names)
    {
        if (parameters.Length != names.Length) return false;
        for (var i = 0; i < names.Length; i++)
            if (!string.Equals(parameters[i].Name, names[i].Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) return false;
        return true;
    }

    public ConstructorInfo? FindExplicitConstructor() => map.FindExplicitConstructor();

    public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) => map.GetConstructorParameter(constructor, columnName);

    public SqlMapper.IMemberMap? GetMember(string columnName) => map.GetMember(columnName);
}
