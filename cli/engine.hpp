// The opened compiled data that reading and geocoding stand on. No commands.
#pragma once

#include "cli/options.hpp"
#include "gazetteer/countries.hpp"
#include "gazetteer/gazetteer.hpp"
#include "gazetteer/geocoder.hpp"
#include "ingest/extract.hpp"
#include "ingest/lexicon.hpp"

#include <filesystem>
#include <future>

namespace cityweave::cli {

/// Gazetteer, countries, geocoder and the words of pages, opened from one data folder. Neither copied nor moved: its
/// parts refer to each other.
class Engine {
public:
    /// Throws ConfigError, IoError or FormatError.
    explicit Engine(const CommonOptions& common);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
    [[nodiscard]] const gazetteer::Gazetteer& gazetteer() const noexcept { return gazetteer_; }
    [[nodiscard]] const gazetteer::Countries& countries() const noexcept { return countries_; }
    [[nodiscard]] const gazetteer::Geocoder& geocoder() const noexcept { return geocoder_; }
    /// Waits until the gazetteer's checksum is known and throws FormatError if the file is damaged. To be called before
    /// anything that was found by it is written.
    void require_sound() const { sound_.get(); }
    /// What the reader of pages may ask. Valid as long as this object. The first call reads the words of pages; throws
    /// IoError or FormatError.
    [[nodiscard]] ingest::ExtractOptions reading() const;

private:
    std::filesystem::path folder_;
    gazetteer::Gazetteer gazetteer_;
    std::shared_future<void> sound_; ///< the checksum, computed beside the work; waited for when this object goes
    gazetteer::Countries countries_;
    gazetteer::Geocoder geocoder_;
    std::shared_future<ingest::Lexicon> lexicon_; ///< read when first asked for: folding its words takes 25 ms
};

} // namespace cityweave::cli
