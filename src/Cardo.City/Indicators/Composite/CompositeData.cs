namespace Cardo.Indicators.Composite;

/// <summary>Measurements: a row a unit (and period), a column a leaf, NaN where not measured.</summary>
internal sealed class CompositeData
{
    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    public required string[] Units { get; init; }

    public required string[] Names { get; init; }

    /// <summary>Each row's period, "" where there are none.</summary>
    public required string[] Periods { get; init; }

    /// <summary>When each row is: its period as a number of years, months, quarters or days, or its place in their order.</summary>
    public required double[] Times { get; init; }

    /// <summary>Leaf-major: [leaf * Rows + row], as the file has it.</summary>
    public required double[] Raw { get; init; }

    /// <summary>What each raw value was divided by; 1 where by nothing.</summary>
    public required double[] Divisors { get; init; }

    /// <summary>After denominators and transforms: what imputation begins with.</summary>
    public required double[] Prepared { get; init; }

    /// <summary>Group of each row, for each grouping column.</summary>
    public required Dictionary<string, int[]> Groups { get; init; }

    /// <summary>The names of groups, for each grouping column.</summary>
    public required Dictionary<string, string[]> GroupNames { get; init; }

    /// <summary>For each unit its rows in the order of time.</summary>
    public required int[][] Series { get; init; }

    public required Pool[] AllPool { get; init; }

    public required Pool[] PeriodPools { get; init; }

    /// <summary>Empty when no base period is named.</summary>
    public required Pool[] BasePools { get; init; }

    /// <summary>The file's name and the line of each row.</summary>
    public required string File { get; init; }

    public required int[] Lines { get; init; }

    /// <summary>The column groups of imputation are read from, or "".</summary>
    public string ImputeBy { get; init; } = "";

    public bool IsPanel => PeriodPools.Length > 1;

    public Pool[] Pools(PoolMode mode) => mode switch { PoolMode.All => AllPool, PoolMode.Period => PeriodPools, _ => BasePools };

    /// <summary>"CHE" or "CHE 2019".</summary>
    public string RowName(int row) => Periods[row].Length > 0 ? $"{Units[row]} {Periods[row]}" : Units[row];
}
