// The country an adjective or genitive before a town's name tells: "het Belgische Mechelen", "nizozemský Nijmegen",
// "Espainiako Hernani". Knows words, no towns.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cityweave::ingest {

class CountryAdjectives {
public:
    /// Reads a table of `country,language,stem`; a stem with a star at its end may go on with up to four letters. Throws
    /// base::IoError, base::FormatError.
    [[nodiscard]] static CountryAdjectives open(const std::filesystem::path& table);

    /// Alpha-2 for a word by base::fold_for_search; nothing where it is no such adjective. O(letters).
    [[nodiscard]] std::optional<std::string> country(const std::string& folded) const;

private:
    struct Stem {
        std::string country;
        bool goes_on = false;
    };
    std::unordered_map<std::string, Stem> stems_;
};

} // namespace cityweave::ingest
