using System.Diagnostics.CodeAnalysis;

namespace Cardo.Standards.JsonLd;

/// <summary>What a codec gives back: a value or an error.</summary>
public readonly struct LdResult<T>
{
    static readonly LdError nothing = LdError.Bad("nothing was read");

    readonly T? value;
    readonly LdError? error;
    readonly bool ok;

    LdResult(T? value, LdError? error, bool ok) => (this.value, this.error, this.ok) = (value, error, ok);

    public bool Ok => ok;

    /// <summary>The value; asking for it after an error is a bug and throws.</summary>
    public T Value => ok ? value! : throw new InvalidOperationException((error ?? nothing).ToString());

    /// <summary>The error; asking for it of a value is a bug and throws.</summary>
    public LdError Error => ok ? throw new InvalidOperationException("there is no error") : error ?? nothing;

    public bool Try([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out LdError error)
    {
        value = this.value;
        error = ok ? null : this.error ?? nothing;
        return ok;
    }

    public static implicit operator LdResult<T>(T value) => new(value, null, true);

    public static implicit operator LdResult<T>(LdError error) => new(default, error, false);

    public override string ToString() => ok ? $"{value}" : $"{error ?? nothing}";
}
