using System.Diagnostics.CodeAnalysis;

namespace Cardo.Kernel;

/// <summary>Either a value or a refusal; never an exception. <c>default</c> is a refusal, so nothing is done by accident.</summary>
public readonly struct Outcome<T>
{
    static readonly Refusal Nothing = Refusal.Bad("no-outcome", "Nothing was decided.");

    readonly T? value;
    readonly Refusal? refusal;
    readonly bool ok;

    Outcome(T? value, Refusal? refusal, bool ok) => (this.value, this.refusal, this.ok) = (value, refusal, ok);

    public bool Ok => ok;

    /// <summary>The value; asking for it of a refusal is a bug and throws.</summary>
    public T Value => ok ? value! : throw new InvalidOperationException($"refused: {refusal ?? Nothing}");

    /// <summary>The refusal; asking for it of a success is a bug and throws.</summary>
    public Refusal Refusal => ok ? throw new InvalidOperationException("not refused") : refusal ?? Nothing;

    public bool Try([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out Refusal refusal)
    {
        value = this.value;
        refusal = ok ? null : this.refusal ?? Nothing;
        return ok;
    }

    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next) => ok ? next(value!) : Refusal;

    public static implicit operator Outcome<T>(T value) => new(value, null, true);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal, false);

    public override string ToString() => ok ? $"{value}" : $"{refusal ?? Nothing}";
}

/// <summary>The value of an outcome that has nothing to say but "done".</summary>
public readonly record struct Done
{
    public static readonly Done It;
}
