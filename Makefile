# auditpack: one Makefile, not recursive. `make help` lists the targets.
# Variants live apart: V=release (default), V=clang, V=asan, V=cover, V=fuzz; any other
# name is a release build in a folder of its own.

V ?= release
B := build/$(V)
ifeq ($(origin CC),default)
CC := gcc
endif
PREFIX ?= /usr/local
VERSION := 0.1.0

PKGS := libxml-2.0 sqlite3 libcrypto harfbuzz harfbuzz-subset zlib minizip xlsxwriter uchardet libpng libisal libcurl
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -fno-common
CPPFLAGS += -D_GNU_SOURCE -DAUDITPACK_VERSION='"$(VERSION)"' -DAUDITPACK_DATA='"$(PREFIX)/share/auditpack"' \
            -Isrc -I$(B)/gen $(addprefix -isystem ,$(patsubst -I%,%,$(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null)))
CFLAGS ?= -O2 -g
CFLAGS += -std=c11 $(WARN) $(WERROR)
LDLIBS += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lhpdf -lunibreak -lm -pthread

ifeq ($(V),asan)
CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
endif
ifeq ($(V),tsan)
CFLAGS += -O1 -fsanitize=thread -fno-omit-frame-pointer
LDFLAGS += -fsanitize=thread
endif
ifeq ($(V),clang)
CC := clang
endif
ifeq ($(V),cover)
CFLAGS += -O0 --coverage
LDFLAGS += --coverage
endif
ifeq ($(V),fuzz)
CC := clang
CFLAGS += -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS += -fsanitize=fuzzer,address,undefined
endif

SRC := $(filter-out src/main.c,$(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c)))
OBJ := $(SRC:src/%.c=$(B)/%.o)
SQL := $(sort $(wildcard src/*/sql/*.sql))
LIB := $(B)/libauditpack.a
BIN := $(B)/auditpack
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
FIXTURE := $(patsubst tests/unit/%.c,$(B)/unit/%.o,$(sort $(wildcard tests/unit/fixture_*.c)))
UNIT_LIB := $(if $(FIXTURE),$(B)/unit/libfixture.a)
FUZZ := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(sort $(wildcard tests/fuzz/*.c)))
DATA := $(sort $(wildcard templates/*.xml templates/*/*.xml templates/*/*.rng templates/*/*.css fonts/*))
MANUAL := $(wildcard src/auditpack.1)

.PHONY: all unit check test demo bench fuzz cover lint accept install uninstall dist clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BIN) ## build the program

$(BIN): $(B)/main.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(OBJ)
	@rm -f $@
	ar rcs $@ $^

$(B)/%.o: src/%.c $(B)/gen/flags | $(B)/gen/sql.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Every .sql file becomes a string constant sql_<name>; statements are data, not C.
$(B)/gen/sql.h: $(SQL) scripts/embed-sql
	@mkdir -p $(@D)
	scripts/embed-sql $(SQL) > $@

# Changes when the compiler or its flags do (another PREFIX is compiled in), and then
# everything is built again.
$(B)/gen/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(call quoted,$(CC) $(CPPFLAGS) $(CFLAGS)) | cmp -s - $@ || \
	    printf '%s\n' $(call quoted,$(CC) $(CPPFLAGS) $(CFLAGS)) > $@
quoted = '$(subst ','\'',$(1))'

$(B)/unit/fixture_%.o: tests/unit/fixture_%.c $(B)/gen/flags | $(B)/gen/sql.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/libfixture.a: $(FIXTURE)
	@rm -f $@
	ar rcs $@ $^

$(B)/unit/%: tests/unit/%.c $(UNIT_LIB) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(UNIT_LIB) $(LIB) $(LDFLAGS) $(LDLIBS) -lcmocka

$(B)/bench/%: tests/bench/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(LIB) $(LDFLAGS) $(LDLIBS)

$(B)/fuzz/%: tests/fuzz/%.c $(B)/unit/fixture_zip.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/unit/fixture_zip.o $(LIB) $(LDFLAGS) $(LDLIBS)

-include $(wildcard $(B)/*.d $(B)/*/*.d $(B)/*/*/*.d)

unit: $(UNIT) ## build the unit tests of this variant

check: unit ## unit tests of this variant
	tests/run-unit $(UNIT)

test: ## everything CI runs: lint, unit tests under sanitizers, end to end
	tests/run-all

demo: all ## the sample editions, in build/demo
	scripts/run-demo $(BIN) build/demo

bench: all ## whole job on generated data, time and memory of each stage
	tests/bench/run $(BIN)

# Each harness starts from tests/fuzz/seeds/<name>/ and stops at the first crash.
FUZZ_SECONDS ?= 60
ifeq ($(V),fuzz)
fuzz: $(FUZZ)
	scripts/run-fuzz $(FUZZ_SECONDS) $(FUZZ)
else
fuzz: ## libFuzzer on every tests/fuzz/*.c, FUZZ_SECONDS (60) each
	$(MAKE) V=fuzz fuzz
endif

ifeq ($(V),cover)
cover: unit
	scripts/run-cover $(B) $(UNIT)
else
cover: ## lines of each stage that the unit tests reach
	$(MAKE) V=cover cover
endif

lint: ## format, layers, words, headers, schemas, statements, scripts, clang-tidy
	scripts/lint

accept: all ## show how the goldens differ, then replace them
	scripts/accept $(BIN)

install: all ## program, templates, fonts and manual below PREFIX
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/auditpack
	set -e; for file in $(DATA); do \
	    install -D -m 644 $$file $(DESTDIR)$(PREFIX)/share/auditpack/$$file; done
	set -e; for file in $(MANUAL); do \
	    install -D -m 644 $$file $(DESTDIR)$(PREFIX)/share/man/man1/auditpack.1; done

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/auditpack $(DESTDIR)$(PREFIX)/share/man/man1/auditpack.1
	rm -rf $(DESTDIR)$(PREFIX)/share/auditpack

dist: ## source archive of the committed state, in build
	@mkdir -p build
	git archive --format=tar.gz --prefix=auditpack-$(VERSION)/ \
	    -o build/auditpack-$(VERSION).tar.gz HEAD

clean: ## remove everything built
	rm -rf build

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 14
